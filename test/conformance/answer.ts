/** Makes a call of the table and says what is wrong with its answer. */
import { dig } from '../support/json.ts'
import type { Call } from './calls/call.ts'
import { operationName } from './contract.ts'

/** Names and what they stand for, growing as answers are kept. */
export type Values = Map<string, string>

export interface Answer {
  status: number
  body: unknown
  link: string | null
  /** A search that named one thing was answered with that thing, which is no page of a list. */
  isDirectHit: boolean
}

/** The operation that a call is of, among those known: `GET /teams/{org}/night/` is `GET /teams/{}/{}/`. The most literal name wins. */
export function operationOf(call: Call, known: Iterable<string>): string {
  const [method = '', url = ''] = call.call.split(' ')
  const name = operationName(method, url.split('?')[0] ?? '')
  const steps = name.split('/')
  const fitting = [...known].filter((one) => {
    const others = one.split('/')
    return others.length === steps.length && others.every((step, index) => step === '{}' || step === steps[index])
  })
  return fitting.toSorted((a, b) => wildcards(a) - wildcards(b))[0] ?? name
}

function wildcards(name: string): number {
  return name.split('{}').length
}

/** Names that a call needs and that nothing has given yet. */
export function missing(call: Call, values: Values): string[] {
  const said = `${call.call} ${JSON.stringify(call.body ?? '')}`
  const names = [...said.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  return [...new Set(names)].filter((name) => !values.has(name))
}

export async function perform(call: Call, values: Values, server: { url: string; token: string }): Promise<Answer> {
  const at = call.call.indexOf(' ')
  const [url = '', query] = call.call.slice(at + 1).split(/\?(.*)/s)
  const encoded = url
    .split('/')
    .map((step) => encodeURIComponent(fill(step, values)))
    .join('/')
  const asked = new URLSearchParams()
  for (const pair of query?.split('&') ?? []) {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    asked.append(name, fill(value, values))
  }
  const search = query === undefined ? '' : `?${asked.toString()}`
  const response = await fetch(`${server.url}/api/0${encoded}${search}`, {
    method: call.call.slice(0, at),
    headers: {
      authorization: `Bearer ${server.token}`,
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(call.body !== undefined && { body: fill(JSON.stringify(call.body), values) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  return {
    status: response.status,
    body: isJson && text !== '' ? JSON.parse(text) : text === '' ? null : text,
    link: response.headers.get('link'),
    isDirectHit: response.headers.get('x-sentry-direct-hit') === '1',
  }
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole)
}

/** Puts the parts of an answer that a call names among the values; gives the names of those that are not there. */
export function keep(call: Call, answer: Answer, values: Values): string[] {
  return Object.entries(call.keep ?? {}).flatMap(([name, steps]) => {
    const part = dig(answer.body, ...steps)
    if (typeof part !== 'string' && typeof part !== 'number') return [name]
    values.set(name, String(part))
    return []
  })
}

/** What is wrong with a page's `Link` header; null when it leads both ways, as Sentry's does. */
export function faultOfLink(link: string | null): string | null {
  const rels = [...(link ?? '').matchAll(/<[^>]+>; rel="(\w+)"; results="(true|false)"; cursor="[^"]+"/g)]
  const names = rels.map((match) => match[1]).join(' ')
  return names === 'previous next' ? null : `the Link header does not lead both ways: ${link}`
}
