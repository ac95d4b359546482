import { expect, test } from 'vitest'
import { readByteRange } from './byte-range.ts'

test.each([
  ['bytes=0-499', { from: 0, to: 500 }],
  ['bytes=500-999', { from: 500, to: 1000 }],
  ['bytes=0-', { from: 0, to: 1000 }],
  ['bytes=999-', { from: 999, to: 1000 }],
  ['bytes=-1', { from: 999, to: 1000 }],
  ['bytes=-5000', { from: 0, to: 1000 }],
  ['bytes=900-5000', { from: 900, to: 1000 }],
  ['Bytes = 0 - 0', { from: 0, to: 1 }],
  ['bytes=1000-', null],
  ['bytes=500-499', null],
  ['bytes=-0', null],
  ['bytes=-', null],
  ['bytes=', null],
  ['bytes=0-1,5-6', null],
  ['lines=0-1', null],
  ['bytes=a-b', null],
  ['bytes=9999999999999999-', null],
  ['', null],
])('%s of 1000 bytes', (header, range) => {
  expect(readByteRange(header, 1000)).toEqual(range)
})

test('of nothing there is no part', () => {
  expect(readByteRange('bytes=0-', 0)).toBeNull()
  expect(readByteRange('bytes=-5', 0)).toBeNull()
})
