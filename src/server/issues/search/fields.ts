import type { Condition, EventCondition, EventTextField, TextMatch } from '../../storage/condition.ts'
import { attributeKeys, stackKeys } from '../../storage/events/port.ts'
import { anywhere } from './text-match.ts'

/** Something of an event that holds text: how to test it, and how to ask whether it is there at all. */
export interface EventField {
  test(match: TextMatch): Condition<EventCondition>
  present: Condition<EventCondition>
}

/** Keys that are columns of an event. */
const columns: Readonly<Record<string, EventTextField>> = {
  id: 'eventId',
  'event.id': 'eventId',
  'event.type': 'type',
  type: 'type',
  level: 'level',
  platform: 'platform',
  'platform.name': 'platform',
  title: 'title',
  culprit: 'culprit',
  location: 'location',
  environment: 'environment',
  release: 'release',
  dist: 'dist',
  transaction: 'transaction',
  logger: 'logger',
  server_name: 'serverName',
  url: 'url',
  'http.url': 'url',
  'sdk.name': 'sdkName',
  'sdk.version': 'sdkVersion',
  'browser.name': 'browserName',
  'os.name': 'osName',
  'device.family': 'deviceFamily',
  'user.id': 'userId',
  'user.email': 'userEmail',
  'user.username': 'userName',
  'user.ip': 'userIp',
  'geo.country_code': 'geoCountry',
  trace: 'traceId',
  'trace.id': 'traceId',
  replayId: 'replayId',
  replay_id: 'replayId',
  'replay.id': 'replayId',
}

/** Ids are kept as 32 lower-case digits; people paste them in either spelling. */
const ids: ReadonlySet<EventTextField> = new Set<EventTextField>(['eventId', 'traceId', 'replayId'])

function asId(match: TextMatch): TextMatch {
  const plain = (id: string) => id.replaceAll('-', '').toLowerCase()
  if (match.kind === 'equals') return { kind: 'equals', value: plain(match.value) }
  return match.kind === 'in' ? { kind: 'in', values: match.values.map(plain) } : match
}

const attributes: ReadonlySet<string> = new Set([...attributeKeys, ...stackKeys])

/** The field of an event that a key names: a column, a detail or, of whatever else it is called, a tag. */
export function eventField(key: string): EventField {
  if (key === 'message') return messageField
  if (key === 'user') return userField
  if (key === 'device.class') return deviceClassField
  const column = Object.hasOwn(columns, key) ? columns[key] : undefined
  if (column) {
    const isId = ids.has(column)
    return {
      test: (match) => ({ kind: 'text', field: column, match: isId ? asId(match) : match }),
      present: { kind: 'has', field: column },
    }
  }
  if (attributes.has(key)) {
    return { test: (match) => ({ kind: 'attribute', key, match }), present: { kind: 'hasAttribute', key } }
  }
  return tagField(key)
}

export function tagField(key: string): EventField {
  return { test: (match) => ({ kind: 'tag', key, match }), present: { kind: 'hasTag', key } }
}

/** A message is searched through, not named. */
const messageField: EventField = {
  test: (match) => ({ kind: 'text', field: 'message', match: anywhere(match) }),
  present: { kind: 'has', field: 'message' },
}

const userField: EventField = {
  test: (match) => ({ kind: 'user', match }),
  present: { kind: 'user', match: { kind: 'pattern', pieces: ['', ''] } },
}

const deviceClasses: Readonly<Record<string, string>> = { high: '3', medium: '2', low: '1' }

/** The tag holds a number; people say `high`. */
const deviceClassField: EventField = {
  test(match) {
    const numberOf = (name: string) => deviceClasses[name.toLowerCase()] ?? name
    if (match.kind === 'equals') match = { kind: 'equals', value: numberOf(match.value) }
    if (match.kind === 'in') match = { kind: 'in', values: match.values.map(numberOf) }
    return { kind: 'tag', key: 'device.class', match }
  },
  present: { kind: 'hasTag', key: 'device.class' },
}
