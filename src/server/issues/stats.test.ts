import { expect, test } from 'vitest'
import { readSeries, statsWindow } from './stats.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 10, 20, 12, 30)
const open = { from: null, to: null }

test.each([
  ['24h', open, hour, 24],
  ['14d', open, day, 14],
  ['30d', open, day, 30],
  ['auto', open, 12 * hour, 28],
  ['auto', { from: now - hour, to: now }, 5 * 60_000, 12],
  ['auto', { from: now - 90 * day, to: now }, 7 * day, 13],
  ['auto', { from: now - 1000 * day, to: now }, 32 * day, 32],
  ['auto', { from: now, to: now }, 60_000, 1],
] as const)('%s of %j', (period, range, interval, buckets) => {
  const window = statsWindow(period, range, now)
  expect(window.interval).toBe(interval)
  expect((window.end - window.start) / interval).toBe(buckets)
  expect(window.end % interval).toBe(0)
  expect(window.end).toBeGreaterThan(now)
})

/** Counts `[0, 3]` for issue 1, and says who was asked. */
function fakeStores() {
  const asked: string[] = []
  const answer = (store: string) => async () => {
    asked.push(store)
    return [{ issueId: 1, counts: [0, 3] }]
  }
  return { asked, meta: { countIssueHours: answer('meta') }, events: { countSeries: answer('events') } }
}

test('issues without events have zeros', async () => {
  const window = { start: 0, end: 2 * hour, interval: hour }
  const series = await readSeries(fakeStores(), { issueIds: [1, 2], environments: null }, window)
  expect([...series]).toEqual([
    [
      1,
      [
        [0, 0],
        [3600, 3],
      ],
    ],
    [
      2,
      [
        [0, 0],
        [3600, 0],
      ],
    ],
  ])
})

test.each([
  [{ start: 0, end: 2 * hour, interval: hour }, 'meta'],
  [{ start: 0, end: 2 * day, interval: day }, 'meta'],
  [{ start: 0, end: hour, interval: hour / 2 }, 'events'],
  [{ start: hour / 2, end: 2.5 * hour, interval: hour }, 'events'],
])('%j is counted by %s', async (window, store) => {
  const stores = fakeStores()
  await readSeries(stores, { issueIds: [1], environments: null }, window)
  expect(stores.asked).toEqual([store])
})
