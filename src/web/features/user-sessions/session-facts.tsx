import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { WholeUserSession } from '../../api/types.ts'
import { formatLength } from '../../format/time.ts'
import { Section } from '../../ui/section.tsx'
import type { TextName } from './list-search.ts'
import { deviceWords, systemWords } from './session-words.ts'

/** What is known of the session beside its time line; what can be looked for leads to the sessions that have it too. */
export function SessionFacts({ org, session }: { org: string; session: WholeUserSession }) {
  const { user, device_metadata: device, screens, attributes, custom_events: events } = session
  const { network_type: network, screen_width: width, screen_height: height, sdk_version: sdk } = device
  const find = (name: TextName, text: string, children: ReactNode = text) => (
    <Find org={org} name={name} text={text}>
      {children}
    </Find>
  )
  const facts: [string, ReactNode][] = [
    ['User id', user.id && find('rev_user', user.id)],
    ['Email', user.email && find('rev_user', user.email)],
    ['Name', user.name && find('rev_user', user.name)],
    ['Device', device.model && find('device_model', device.model, deviceWords(device))],
    ['System', device.os_version ? find('os_version', device.os_version, systemOf(session)) : systemWords(session)],
    ['Network', network && find('network_type', network)],
    ['Screen', width !== undefined && height !== undefined && `${width} × ${height}`],
    ['Release', device.app_version && find('app_version', device.app_version)],
    ['SDK', sdk],
    ['Responses', responseWords(session.response_times)],
  ]
  return (
    <div className="min-w-0">
      <Section title="Facts">
        <Pairs rows={facts.filter(([, value]) => Boolean(value))} />
      </Section>
      {screens.length > 0 && (
        <Section title={session.platform === 'web' ? 'Pages' : 'Screens'} note={String(screens.length)}>
          <ul className="flex flex-col gap-1 font-mono text-12">
            {screens.map((screen) => (
              <li key={screen} className="wrap-any" title={screen}>
                {find('screen_name', screen, screen.replace(/^https?:\/\//, ''))}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {events.length > 0 && (
        <Section title="Custom events" note={String(events.length)}>
          <ul className="flex flex-col gap-1">
            {events.map((event) => (
              <li key={event} className="wrap-any">
                {find('custom_events', event)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {attributes.length > 0 && (
        <Section title="Attributes" note={String(attributes.length)}>
          <Pairs
            rows={attributes.map(({ key, value }) => [key, find('session_attributes', `${key}=${value}`, value)])}
          />
        </Section>
      )}
    </div>
  )
}

/** Of a web site the version of a system that has no name here. */
function systemOf(session: WholeUserSession): string {
  const { os_version: version = '' } = session.device_metadata
  return session.platform === 'web' ? version : systemWords(session)
}

function responseWords(times: number[]): string | null {
  const [first, last] = [times.at(0), times.at(-1)]
  if (first === undefined || last === undefined) return null
  return first === last ? formatLength(first) : `${formatLength(first)} to ${formatLength(last)}`
}

function Find({ org, name, text, children }: { org: string; name: TextName; text: string; children: ReactNode }) {
  return (
    <Link
      to="/organizations/$org/sessions/"
      params={{ org }}
      search={{ [name]: [text] }}
      title="Sessions with this"
      className="hover:text-accent hover:underline"
    >
      {children}
    </Link>
  )
}

function Pairs({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl>
      {rows.map(([name, value], index) => (
        <div key={`${index}:${name}`} className="flex gap-3 border-b border-line py-1 last:border-b-0">
          <dt className="w-24 shrink-0 text-12 leading-5 text-text-2 wrap-any">{name}</dt>
          <dd className="min-w-0 grow wrap-any">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
