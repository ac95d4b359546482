/** Rows for the tests of the event port; apart from the suite so that child processes can use them without the test runner. */
import type { EventRow, FoundEvent } from './port.ts'

export const noon = Date.UTC(2026, 10, 2, 12)

/** A plausible row; ids and everything that a test is about are given. */
export function eventRow(given: Partial<EventRow> & { eventId: string }): EventRow {
  return {
    projectId: 1,
    issueId: 1,
    position: 0,
    timestamp: noon,
    receivedAt: noon + 300,
    type: 'error',
    level: 'error',
    platform: 'javascript',
    title: 'TypeError: x is not a function',
    culprit: 'app.js in start',
    message: 'TypeError: x is not a function',
    location: 'app.js',
    environment: 'production',
    release: null,
    dist: null,
    transaction: null,
    logger: null,
    serverName: null,
    errorType: 'TypeError',
    errorValue: 'x is not a function',
    handled: null,
    url: null,
    sdkName: null,
    sdkVersion: null,
    browserName: null,
    osName: null,
    deviceFamily: null,
    userKey: null,
    userId: null,
    userEmail: null,
    userName: null,
    userIp: null,
    geoCountry: null,
    traceId: null,
    replayId: null,
    tags: [],
    attributes: [],
    stack: '',
    primaryHash: '0123456789abcdef0123456789abcdef',
    ...given,
  }
}

/** 32 hex digits that sort as the number does. */
export function hexIdOf(n: number): string {
  return n.toString(16).padStart(32, '0')
}

/** What a store gives back of a row. */
export function asFound(row: EventRow): FoundEvent {
  const found: Partial<EventRow> & FoundEvent = { ...row, tags: row.tags.toSorted(([a], [b]) => (a < b ? -1 : 1)) }
  delete found.attributes
  delete found.stack
  return found
}
