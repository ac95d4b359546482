import { expect, it } from 'vitest'
import { bucketAt, bucketsBetween, lonePlaces, shareFloor, stackUp } from './series.ts'

it('stacks parts up, nothing being none', () => {
  expect(
    stackUp([
      [1, null, 3],
      [1, 2, null],
      [0, 0, 4],
    ]),
  ).toEqual([
    [1, 0, 3],
    [2, 2, 3],
    [2, 2, 7],
  ])
  expect(stackUp([])).toEqual([])
})

it.each([
  [
    [1, null, 1, 1, null, 1],
    [0, 5],
  ],
  [[1], [0]],
  [[null, 1, 1, null], []],
])('finds the lone ones of %j', (values, places) => expect(lonePlaces(values)).toEqual(places))

it.each([
  [[[1, 0.999], [null]], 0.99],
  [[[0.985]], 0.98],
  [[[0.93], [0.99]], 0.9],
  [[[0.3]], 0],
  [[[]], 0.99],
])('an axis for %j begins at %d', (all, floor) => expect(shareFloor(all)).toBeCloseTo(floor, 9))

it('snaps to the buckets that are touched', () => {
  const times = [100, 110, 120]
  expect(bucketsBetween(times, 10, 105, 112)).toEqual({ from: 100, to: 120 })
  expect(bucketsBetween(times, 10, 110, 120)).toEqual({ from: 110, to: 120 })
  expect(bucketsBetween(times, 10, 90, 300)).toEqual({ from: 100, to: 130 })
  expect(bucketsBetween(times, 10, 0, 90)).toBeNull()
  expect([99, 100, 119.9, 129, 130].map((time) => bucketAt(times, 10, time))).toEqual([null, 0, 1, 2, null])
})
