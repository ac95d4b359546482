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

test('issues without events have zeros', async () => {
  const events = { countSeries: async () => [{ issueId: 1, counts: [0, 3] }] }
  const window = { start: 0, end: 2 * hour, interval: hour }
  const series = await readSeries(events, { issueIds: [1, 2], environments: null }, window)
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
