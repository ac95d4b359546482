import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SessionFigures } from '../storage/sessions/port.ts'
import { hasAny, noFigures, sessionFields, type StatusGroup, statusGroups } from './fields.ts'

const figures: SessionFigures = {
  sessions: 100,
  errored: 40,
  crashed: 10,
  abnormal: 5,
  unhandled: 3,
  users: { all: 20, errored: 8, crashed: 2, abnormal: 3, unhandled: 1, anr: 3, foregroundAnr: 1 },
  durations: { average: 300, max: 900, p50: 200, p75: 500, p90: 700, p95: 800, p99: 890 },
}

const valueOf = (name: string, of: SessionFigures = figures, statuses: StatusGroup[] | null = null) =>
  sessionFields.get(name)?.valueOf(of, statuses)

describe('a field', () => {
  test.each([
    ['sum(session)', 100],
    ['count_unique(user)', 20],
    ['avg(session.duration)', 300],
    ['p50(session.duration)', 200],
    ['p75(session.duration)', 500],
    ['p90(session.duration)', 700],
    ['p95(session.duration)', 800],
    ['p99(session.duration)', 890],
    ['max(session.duration)', 900],
    ['crash_rate(session)', 0.1],
    ['crash_rate(user)', 0.1],
    ['crash_free_rate(session)', 0.9],
    ['crash_free_rate(user)', 0.9],
    ['unhandled_rate(session)', 0.03],
    ['unhandled_rate(user)', 0.05],
    ['errored_rate(session)', 0.22],
    ['errored_rate(user)', 0.1],
    ['abnormal_rate(session)', 0.05],
    ['abnormal_rate(user)', 0.15],
    ['unhealthy_rate(session)', 0.4],
    ['anr_rate()', 0.15],
    ['foreground_anr_rate()', 0.05],
  ])('%s is %d', (name, expected) => {
    expect(valueOf(name)).toBe(expected)
  })

  test('there are these and no others', () => {
    expect(sessionFields.size).toBe(22)
    expect(sessionFields.has('unhealthy_rate(user)')).toBe(false)
  })

  test('of nothing is 0 where it counts, else null', () => {
    for (const field of sessionFields.values()) {
      expect(field.valueOf(noFigures, null)).toBe(field.kind === 'count' ? 0 : null)
    }
  })

  test.each([
    ['sum(session)', [5, 10, 22, 60, 3]],
    ['count_unique(user)', [3, 2, 2, 12, 1]],
    ['p95(session.duration)', [null, null, null, 800, null]],
  ] as const)('%s by status', (name, expected) => {
    expect(statusGroups).toEqual(['abnormal', 'crashed', 'errored', 'healthy', 'unhandled'])
    expect(statusGroups.map((status) => valueOf(name, figures, [status]))).toEqual(expected)
  })

  test('adds up several statuses', () => {
    expect(valueOf('sum(session)', figures, ['healthy', 'errored'])).toBe(82)
    expect(valueOf('avg(session.duration)', figures, ['healthy', 'errored'])).toBe(300)
    expect(valueOf('avg(session.duration)', figures, ['errored'])).toBeNull()
  })

  test('is never below zero, and no rate is more than 1', () => {
    const count = fc.nat({ max: 50 })
    const ends = { errored: count, crashed: count, abnormal: count, unhandled: count }
    const users = fc.option(fc.record({ all: count, ...ends, anr: count, foregroundAnr: count }))
    const any = fc.record({ sessions: count, ...ends, users, durations: fc.constant(null) })
    const named = [...sessionFields.values()]
    const counts = named.filter(({ kind }) => kind === 'count')
    const rates = named.filter(({ kind }) => kind === 'rate')
    fc.assert(
      fc.property(any, (given) => {
        const told = counts.flatMap((field) => statusGroups.map((status) => field.valueOf(given, [status]) ?? -1))
        expect(Math.min(...told)).toBeGreaterThanOrEqual(0)
        const shares = rates.map((field) => field.valueOf(given, null) ?? 0)
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...shares)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('statuses are a partition of the sessions that began, where errors are told of those only', () => {
    const parts = fc.record({
      crashed: fc.nat(9),
      abnormal: fc.nat(9),
      unhandled: fc.nat(9),
      other: fc.nat(9),
      well: fc.nat(9),
    })
    fc.assert(
      fc.property(parts, ({ other, well, ...ends }) => {
        const errored = ends.crashed + ends.abnormal + ends.unhandled + other
        const given = { ...noFigures, ...ends, errored, sessions: errored + well }
        expect(valueOf('sum(session)', given, [...statusGroups])).toBe(given.sessions)
      }),
    )
  })
})

test('a group is made of sessions, of users or of durations', () => {
  expect(hasAny('sessions', noFigures)).toBe(false)
  expect(hasAny('sessions', { ...noFigures, crashed: 1 })).toBe(true)
  expect(hasAny('users', { ...figures, users: figures.users && { ...figures.users, all: 0 } })).toBe(false)
  expect(hasAny('users', figures)).toBe(true)
  expect(hasAny('durations', figures)).toBe(true)
  expect(hasAny('durations', { ...figures, durations: null })).toBe(false)
})
