import { expect } from 'vitest'
import type { SessionModel } from '../model.ts'
import type {
  SessionDurations,
  SessionFigures,
  SessionGroupKey,
  SessionQuery,
  SessionStore,
  SessionUsers,
} from '../port.ts'
import { inOrder, textOf } from './harness.ts'

/** That the store answers this query as the model does, as exactly as the port promises. */
export async function expectSameAnswer(
  store: SessionStore,
  model: SessionModel,
  query: SessionQuery & { interval: number },
): Promise<void> {
  const durations = await model.listDurations(query)
  const countDurations = (of: SessionGroupKey, from: number, to: number) =>
    durations.filter(({ key, started }) => textOf(key) === textOf(of) && from <= started && started < to).length

  const groups = inOrder(await model.summarize(query))
  const foundGroups = inOrder(await store.summarize(query)).map((group, index) => {
    const expected = groups[index]?.figures ?? group.figures
    return { ...group, figures: settle(group.figures, expected, countDurations(group.key, query.start, query.end)) }
  })
  expect({ query, groups: foundGroups }).toEqual({ query, groups })

  const series = inOrder(await model.countSeries(query))
  const foundSeries = inOrder(await store.countSeries(query)).map((one, index) => ({
    ...one,
    points: one.points.map((point, at) => {
      const start = query.start + at * query.interval
      const expected = series[index]?.points[at] ?? point
      return settle(point, expected, countDurations(one.key, start, Math.min(query.end, start + query.interval)))
    }),
  }))
  expect({ query, series: foundSeries }).toEqual({ query, series })
}

/** The figures found, with what is expected in place of what is near enough to it: so that a difference shows what differs, and no more. */
function settle(found: SessionFigures, expected: SessionFigures, durations: number): SessionFigures {
  const isSketched = durations > 64
  return {
    ...found,
    users: found.users && expected.users ? settleUsers(found.users, expected.users) : found.users,
    durations:
      found.durations && expected.durations
        ? settleDurations(found.durations, expected.durations, isSketched)
        : found.durations,
  }
}

function settleUsers(found: SessionUsers, expected: SessionUsers): SessionUsers {
  const near = (name: keyof SessionUsers) => {
    // Five times the standard error.
    const isNear = expected[name] > 1024 && isWithin(found[name], expected[name], 0.04)
    return isNear ? expected[name] : found[name]
  }
  return {
    all: near('all'),
    errored: near('errored'),
    crashed: near('crashed'),
    abnormal: near('abnormal'),
    unhandled: near('unhandled'),
    anr: near('anr'),
    foregroundAnr: near('foregroundAnr'),
  }
}

function settleDurations(found: SessionDurations, expected: SessionDurations, isSketched: boolean): SessionDurations {
  const near = (name: keyof SessionDurations, tolerance: number) =>
    isWithin(found[name], expected[name], tolerance) ? expected[name] : found[name]
  // Sums of floating point numbers differ by the order of what is added.
  const rounding = 1e-9
  const tolerance = isSketched ? 0.005 : rounding
  return {
    average: near('average', rounding),
    max: found.max,
    p50: near('p50', tolerance),
    p75: near('p75', tolerance),
    p90: near('p90', tolerance),
    p95: near('p95', tolerance),
    p99: near('p99', tolerance),
  }
}

function isWithin(found: number, expected: number, tolerance: number): boolean {
  return Math.abs(found - expected) <= tolerance * expected + 1e-9
}
