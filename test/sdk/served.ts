/** What the API says of an event, held against what the SDK sent. */
import { expect } from 'vitest'
import { type ApiClient, eventually } from '../support/client.ts'
import { dig, isRecord, type JsonRecord, list, record, text } from '../support/json.ts'

/** The event with everything, as soon as it is there. */
export async function readEvent(client: ApiClient, eventId: string): Promise<JsonRecord> {
  // Its payload is stored a moment before it is counted into its issue.
  const event = await eventually(async () => {
    const found = await client.get(`/projects/lapwing/app/events/${eventId}/`)
    return dig(found, 'groupID') !== null && found
  })
  if (!isRecord(event)) throw new Error('the event is no object')
  return event
}

/** The event by way of its issue. */
export async function readLatest(client: ApiClient, issueId: string): Promise<unknown> {
  return client.get(`/organizations/lapwing/issues/${issueId}/events/latest/`)
}

/** The data of an entry: `exception`, `breadcrumbs`, `request`, `message`. */
export function entry(event: unknown, type: string): unknown {
  return dig(
    list(event, 'entries').find((one) => dig(one, 'type') === type),
    'data',
  )
}

export function tagsOf(event: unknown): Record<string, string> {
  return Object.fromEntries(list(event, 'tags').map((tag) => [text(tag, 'key'), text(tag, 'value')]))
}

/** Fails on anything that the SDK sent and the API does not give back. */
export function expectServed(served: unknown, sent: JsonRecord): void {
  expect(dig(served, 'eventID')).toBe(sent['event_id'])
  expect(dig(served, 'platform')).toBe(sent['platform'])
  expect(dig(served, 'sdk')).toEqual({ name: dig(sent, 'sdk', 'name'), version: dig(sent, 'sdk', 'version') })
  expect(dig(served, 'release', 'version')).toBe(sent['release'])
  expect(dig(served, 'dist')).toBe(sent['dist'] ?? null)
  expect(dig(served, 'errors')).toEqual([])
  expect(Date.parse(text(served, 'dateCreated'))).toBeCloseTo(Number(sent['timestamp']) * 1000, -1)
  expect(tagsOf(served)).toMatchObject({
    ...asText(record(sent, 'tags')),
    environment: sent['environment'],
    release: sent['release'],
    level: sent['level'] ?? 'error',
  })
  expect(dig(served, 'contexts')).toMatchObject(record(sent, 'contexts'))
  expect(dig(served, 'context')).toEqual(record(sent, 'extra'))
  expect(dig(served, 'packages')).toEqual(record(sent, 'modules'))
  expectExceptions(served, sent)
  expectBreadcrumbs(served, sent)
  expectMessage(served, sent)
}

function asText(tags: JsonRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]))
}

function expectExceptions(served: unknown, sent: JsonRecord): void {
  const values = list(entry(served, 'exception'), 'values')
  const sentValues = list(sent, 'exception', 'values')
  expect(values.map((value) => [dig(value, 'type'), dig(value, 'value')])).toEqual(
    sentValues.map((value) => [dig(value, 'type') ?? null, dig(value, 'value') ?? null]),
  )
  values.forEach((value, index) => {
    const sentValue = sentValues[index]
    expect(dig(value, 'mechanism')).toMatchObject(record(sentValue, 'mechanism'))
    expect(list(value, 'stacktrace', 'frames').map(servedFrame)).toEqual(
      list(sentValue, 'stacktrace', 'frames').map(sentFrame),
    )
  })
}

function servedFrame(frame: unknown) {
  return {
    function: dig(frame, 'function'),
    absPath: dig(frame, 'absPath'),
    lineNo: dig(frame, 'lineNo'),
    colNo: dig(frame, 'colNo'),
    inApp: dig(frame, 'inApp'),
    context: dig(frame, 'context'),
  }
}

function sentFrame(frame: unknown) {
  const line = dig(frame, 'lineno') ?? null
  const before = list(frame, 'pre_context')
  const source = dig(frame, 'context_line')
  const lines = source === undefined ? [] : [...before, source, ...list(frame, 'post_context')]
  const name = dig(frame, 'function')
  return {
    function: name === '?' ? null : name,
    absPath: dig(frame, 'abs_path') ?? dig(frame, 'filename'),
    lineNo: line,
    colNo: dig(frame, 'colno') ?? null,
    inApp: dig(frame, 'in_app'),
    context: lines.map((content, index) => [Number(line) - before.length + index, content]),
  }
}

function expectBreadcrumbs(served: unknown, sent: JsonRecord): void {
  const crumbs = list(entry(served, 'breadcrumbs'), 'values')
  const sentCrumbs = list(sent, 'breadcrumbs')
  expect(crumbs).toHaveLength(sentCrumbs.length)
  crumbs.forEach((crumb, index) => {
    const { timestamp, data, level, ...rest } = record(sentCrumbs, index)
    expect(crumb).toMatchObject({ ...rest, level: level === 'log' || level === undefined ? 'info' : level })
    if (isRecord(data)) expect(dig(crumb, 'data')).toMatchObject(data)
    expect(Date.parse(text(crumb, 'timestamp'))).toBeCloseTo(Number(timestamp) * 1000, -1)
  })
}

function expectMessage(served: unknown, sent: JsonRecord): void {
  const message = entry(served, 'message')
  if (typeof sent['message'] === 'string') expect(message).toMatchObject({ formatted: sent['message'] })
  if (isRecord(sent['logentry'])) expect(message).toMatchObject(sent['logentry'])
}
