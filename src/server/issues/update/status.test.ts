import { describe, expect, test } from 'vitest'
import { LapwingError } from '../../errors.ts'
import type { IssueUpdateBody } from './body.ts'
import { readStatusRequest } from './status.ts'

const now = Date.UTC(2026, 10, 20, 12)
const plain = { solution: null, snooze: null }
const noSnooze = { until: null, count: null, windowMinutes: null, userCount: null, userWindowMinutes: null }

test.each<[IssueUpdateBody, unknown]>([
  [{}, null],
  [{ hasSeen: true }, null],
  [{ statusDetails: {} }, null],
  [{ status: 'resolved' }, { status: 'resolved', substatus: null, ...plain }],
  [
    { status: 'resolved', statusDetails: null },
    { status: 'resolved', substatus: null, ...plain },
  ],
  [{ status: 'unresolved' }, { status: 'unresolved', substatus: 'ongoing', ...plain }],
  [{ status: 'reopened' }, { status: 'unresolved', substatus: 'ongoing', ...plain }],
  [
    { status: 'unresolved', substatus: 'new' },
    { status: 'unresolved', substatus: 'new', ...plain },
  ],
  [{ status: 'ignored' }, { status: 'ignored', substatus: 'archived_until_escalating', ...plain }],
  [{ status: 'muted' }, { status: 'ignored', substatus: 'archived_until_escalating', ...plain }],
  [
    { status: 'archived', substatus: 'archived_forever' },
    { status: 'ignored', substatus: 'archived_forever', ...plain },
  ],
  [{ substatus: 'archived_forever' }, { status: 'ignored', substatus: 'archived_forever', ...plain }],
  [{ substatus: 'escalating' }, { status: 'unresolved', substatus: 'escalating', ...plain }],
  [
    { status: 'ignored', statusDetails: { untilEscalating: true } },
    { status: 'ignored', substatus: 'archived_until_escalating', ...plain },
  ],
])('%j', (body, expected) => {
  expect(readStatusRequest(body, now)).toEqual(expected)
})

describe('what it is solved in', () => {
  test.each<[IssueUpdateBody, unknown]>([
    [{ status: 'resolvedInNextRelease' }, { kind: 'next' }],
    [{ status: 'resolved', statusDetails: { inNextRelease: true } }, { kind: 'next' }],
    [{ status: 'resolved', statusDetails: { inUpcomingRelease: true } }, { kind: 'next' }],
    [{ status: 'resolved', statusDetails: { inNextRelease: false } }, null],
    [{ status: 'resolved', statusDetails: { inRelease: 'latest' } }, { kind: 'latest' }],
    [
      { status: 'resolved', statusDetails: { inRelease: 'shop@1.2' } },
      { kind: 'release', version: 'shop@1.2' },
    ],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'abc', repository: 'shop/web' } } },
      { kind: 'commit', commit: 'abc', repository: 'shop/web' },
    ],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'abc' } } },
      { kind: 'commit', commit: 'abc', repository: null },
    ],
  ])('%j', (body, solution) => {
    expect(readStatusRequest(body, now)).toMatchObject({ status: 'resolved', solution, snooze: null })
  })
})

describe('when it comes back', () => {
  test.each<[IssueUpdateBody, unknown]>([
    [{ statusDetails: { ignoreDuration: 30 } }, { ...noSnooze, until: now + 30 * 60_000 }],
    [{ ignoreDuration: 30 }, { ...noSnooze, until: now + 30 * 60_000 }],
    [{ snoozeDuration: 1 }, { ...noSnooze, until: now + 60_000 }],
    [{ statusDetails: { ignoreUntil: '2026-11-21T12:00:00Z' } }, { ...noSnooze, until: now + 86_400_000 }],
    [{ statusDetails: { ignoreCount: 100 } }, { ...noSnooze, count: 100 }],
    [
      { ignoreCount: 100, ignoreWindow: 60 },
      { ...noSnooze, count: 100, windowMinutes: 60 },
    ],
    [
      { ignoreUserCount: 5, ignoreUserWindow: 1 },
      { ...noSnooze, userCount: 5, userWindowMinutes: 1 },
    ],
    [{ statusDetails: { ignoreCount: 0, ignoreDuration: null } }, null],
  ])('%j', (body, snooze) => {
    const substatus = snooze ? 'archived_until_condition_met' : 'archived_until_escalating'
    expect(readStatusRequest({ status: 'ignored', ...body }, now)).toMatchObject({ substatus, snooze })
  })
})

test.each<[IssueUpdateBody, string]>([
  [{ status: 'done' }, 'status'],
  [{ status: 'constructor' }, 'status'],
  [{ statusDetails: { inRelease: 'latest' } }, 'status'],
  [{ ignoreCount: 3 }, 'status'],
  [{ status: 'unresolved', statusDetails: { inNextRelease: true } }, 'statusDetails'],
  [{ status: 'resolved', ignoreCount: 3 }, 'statusDetails'],
  [{ status: 'resolved', statusDetails: { inNextRelease: true, inRelease: '1' } }, 'statusDetails'],
  [{ status: 'ignored', substatus: 'archived_until_condition_met' }, 'statusDetails'],
  [{ status: 'ignored', substatus: 'archived_forever', ignoreCount: 3 }, 'substatus'],
  [{ status: 'resolved', substatus: 'ongoing' }, 'substatus'],
  [{ status: 'ignored', ignoreWindow: 3 }, 'ignoreWindow'],
  [{ status: 'ignored', ignoreUserWindow: 3 }, 'ignoreUserWindow'],
  [{ status: 'ignored', statusDetails: { ignoreUntil: 'soon' } }, 'ignoreUntil'],
  [{ status: 'ignored', statusDetails: { ignoreUntil: '2026-11-20' } }, 'ignoreUntil'],
])('%j is refused by the name of the field', (body, field) => {
  expect(refusal(body)).toHaveProperty([field, 0], expect.any(String))
})

/** What the answer says of which field. */
function refusal(body: IssueUpdateBody): Record<string, string[]> | null {
  try {
    readStatusRequest(body, now)
    return null
  } catch (error) {
    if (error instanceof LapwingError) return error.fields
    throw error
  }
}
