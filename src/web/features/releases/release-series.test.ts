import { describe, expect, it } from 'vitest'
import type { SessionsAnswer } from '../../api/sessions.ts'
import { axisOf, marksOf, rateSeries, statusSeries, userSeries } from './release-series.ts'

const hours = (first: number, count: number) =>
  Array.from({ length: count }, (_, hour) => new Date((first + hour) * 3_600_000).toISOString())
const answer = (first: number, groups: SessionsAnswer['groups']): SessionsAnswer => {
  const [start = '', ...others] = hours(first, 4)
  return { start, end: others[2] ?? '', intervals: [start, ...others.slice(0, 2)], groups }
}
const group = (rate: (number | null)[], sessions = 9) => ({
  by: {},
  totals: { 'sum(session)': sessions, 'crash_free_rate(session)': 0.9, 'count_unique(user)': 1234 },
  series: { 'crash_free_rate(session)': rate, 'count_unique(user)': [0, 1, 2] },
})

it('reads the time axis', () => {
  expect(axisOf(answer(10, []))).toEqual({ times: [36_000, 39_600, 43_200], step: 3600 })
})

it('has a series for each status, from the well to the worst', () => {
  const crashed = {
    by: { 'session.status': 'crashed' },
    totals: { 'sum(session)': 3 },
    series: { 'sum(session)': [1, 2, 0] },
  }
  const series = statusSeries(answer(0, [crashed]))
  expect(series.map(({ label }) => label)).toEqual(['Healthy', 'Errored', 'Unhandled', 'Abnormal', 'Crashed'])
  expect(series.at(-1)).toMatchObject({ values: [1, 2, 0], total: '3', colour: '--session-crashed' })
  expect(series[0]).toMatchObject({ values: [0, 0, 0], total: '0' })
})

describe('crash-free rates', () => {
  it('are those of the release alone where there is nothing to compare with', () => {
    const own = answer(0, [group([1, null, 0.5])])
    const series = rateSeries(own, answer(0, [group([], 0)]), '1.0')
    expect(series.map(({ label, total }) => [label, total])).toEqual([
      ['Sessions', '90.00%'],
      ['Users', '–'],
    ])
    expect(series.map(({ values }) => values)).toEqual([
      [1, null, 0.5],
      [null, null, null],
    ])
  })
  it('stand beside those of the other, bucket by bucket', () => {
    const series = rateSeries(answer(1, [group([1, 1, 1])]), answer(0, [group([0.1, 0.2, 0.3])]), '1.0')
    expect(series[2]).toMatchObject({ label: 'Sessions, 1.0', values: [0.2, 0.3, null], isSecond: true })
  })
})

it('lets the axis of rates follow the buckets that have something to tell', () => {
  const busy = {
    ...group([0.5, 0.99, 0.98]),
    series: { ...group([0.5, 0.99, 0.98]).series, 'sum(session)': [2, 100, 40] },
  }
  expect(rateSeries(answer(0, [busy]), undefined, '')[0]).toMatchObject({
    values: [0.5, 0.99, 0.98],
    telling: [null, 0.99, 0.98],
  })
})

it('counts users', () => {
  expect(userSeries(answer(0, [group([])]))).toMatchObject([{ values: [0, 1, 2], total: '1.2k' }])
  expect(userSeries(answer(0, []))).toMatchObject([{ values: [null, null, null], total: '0' }])
})

it('marks what came about in the time that is shown', () => {
  const [, at = '', , later = ''] = hours(10, 4)
  const release = (version: string, dateReleased: string | null, dateCreated: string) => ({
    version,
    dateReleased,
    dateCreated,
  })
  const marks = marksOf(
    axisOf(answer(10, [])),
    [release('shop@1.0', null, at), release('shop@2.0', at, later), release('shop@3.0', later, at)],
    [{ environment: 'production', dateFinished: at }],
  )
  expect(marks.map(({ word }) => word)).toEqual(['1.0', '2.0', 'to production'])
})
