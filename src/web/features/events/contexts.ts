import type { Json, JsonObject } from '../../../protocol/event.ts'
import type { EventDetail, EventUser } from '../../api/types.ts'

const titles: Record<string, string> = {
  os: 'Operating system',
  client_os: 'Operating system',
  browser: 'Browser',
  device: 'Device',
  runtime: 'Runtime',
  app: 'App',
  gpu: 'Graphics',
  trace: 'Trace',
  culture: 'Locale',
  cloud_resource: 'Cloud',
  response: 'Response',
  state: 'State',
  flags: 'Feature flags',
}

const words = (value: Json | undefined) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** `Browser · Chrome 120.0`: what it is, then what is in it. The context's `type` wins over its name. */
export function contextTitle(name: string, context: JsonObject): string {
  const title = titles[words(context.type)] ?? titles[name] ?? name
  const content = [words(context.name), words(context.version)].filter(Boolean).join(' ')
  return content ? `${title} · ${content}` : title
}

/** The contexts that say something, by name: a type alone does not, nor do nulls. */
export function tellingContexts(contexts: EventDetail['contexts']): [string, JsonObject][] {
  return Object.entries(contexts ?? {}).filter(
    (pair): pair is [string, JsonObject] =>
      pair[1] !== null && Object.entries(pair[1]).some(([key, value]) => key !== 'type' && value !== null),
  )
}

/** What is known of the user, in rows; nulls left out. */
export function userRows(user: EventUser): [string, Json][] {
  const rows: [string, Json | undefined][] = [
    ['id', user.id],
    ['email', user.email],
    ['username', user.username],
    ['name', user.name],
    ['ip address', user.ip_address],
    ['place', [user.geo?.city, user.geo?.region ?? user.geo?.country_code].filter(Boolean).join(', ') || null],
    ...Object.entries(user.data ?? {}),
  ]
  return rows.filter((row): row is [string, Json] => row[1] !== null && row[1] !== undefined)
}
