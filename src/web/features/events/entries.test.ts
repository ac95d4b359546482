import { describe, expect, it } from 'vitest'
import type { Entry, EventDetail, Exception } from '../../api/types.ts'
import { findEntry, listExceptions, messageText, threadToShow } from './entries.ts'

const event = (...entries: Entry[]): EventDetail => ({
  eventID: 'e',
  groupID: '1',
  title: 't',
  platform: 'node',
  dateCreated: '2026-01-15T12:00:00Z',
  dateReceived: null,
  user: null,
  tags: [],
  sdk: null,
  errors: [],
  fingerprints: [],
  contexts: null,
  context: null,
  packages: {},
  entries,
})
const exception = (type: string, value: string): Exception => ({
  type,
  value,
  module: null,
  mechanism: null,
  stacktrace: null,
})
const exceptions = (...values: (Exception | null)[]): Entry => ({ type: 'exception', data: { values } })
const message = (formatted: string): Entry => ({ type: 'message', data: { formatted } })

it('finds an entry by its type', () => {
  expect(findEntry(event(message('hi')), 'message')?.formatted).toBe('hi')
  expect(findEntry(event(), 'message')).toBeNull()
})

it('lists exceptions, the reported one first, without the holes', () => {
  expect(
    listExceptions(event(exceptions(exception('Cause', ''), null, exception('Effect', '')))).map(({ type }) => type),
  ).toEqual(['Effect', 'Cause'])
})

describe('messageText', () => {
  it('gives the message', () => expect(messageText(event(message('out of cheese')))).toBe('out of cheese'))
  it('gives one that says more than the exception', () => {
    expect(messageText(event(exceptions(exception('E', 'no')), message('while paying')))).toBe('while paying')
  })
  it('leaves out what stands elsewhere', () => {
    expect(messageText(event(exceptions(exception('E', 'no')), message('no')))).toBeNull()
    expect(messageText(event(exceptions(exception('E', 'no')), message('E: no')))).toBeNull()
    expect(messageText(event({ type: 'csp', data: {} }, message('Blocked')))).toBeNull()
    expect(messageText(event())).toBeNull()
  })
})

it('shows the crashed thread, else the current, else the first', () => {
  const [a, b, c] = [{ id: 'a' }, { id: 'b', current: true }, { id: 'c', crashed: true }]
  expect([threadToShow([a, b, c]), threadToShow([a, b]), threadToShow([a]), threadToShow([])]).toEqual([
    c,
    b,
    a,
    undefined,
  ])
})
