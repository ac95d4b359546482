import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes, encodeUtf8 } from './bytes.ts'
import { readByteMap } from './msgpack.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

/** A length of so many bytes, the biggest first. */
function lengthOf(value: number, width: number): number[] {
  return Array.from({ length: width }, (_, place) => (value >>> (8 * (width - 1 - place))) & 0xff)
}

function packText(text: string, width: 0 | 1 | 2 | 4): Uint8Array {
  const content = encodeUtf8(text)
  const head =
    width === 0 ? [0xa0 | content.length] : [{ 1: 0xd9, 2: 0xda, 4: 0xdb }[width], ...lengthOf(content.length, width)]
  return concatBytes([bytes(...head), content])
}

function packBinary(content: Uint8Array, width: 1 | 2 | 4): Uint8Array {
  return concatBytes([bytes({ 1: 0xc4, 2: 0xc5, 4: 0xc6 }[width], ...lengthOf(content.length, width)), content])
}

function packMap(members: Uint8Array[], width: 0 | 2 | 4 = 0): Uint8Array {
  const count = members.length / 2
  const head = width === 0 ? [0x80 | count] : [width === 2 ? 0xde : 0xdf, ...lengthOf(count, width)]
  return concatBytes([bytes(...head), ...members])
}

describe('a map of names to bytes', () => {
  test('is read in every width that the format has', () => {
    for (const mapWidth of [0, 2, 4] as const) {
      for (const nameWidth of [0, 1, 2, 4] as const) {
        for (const width of [1, 2, 4] as const) {
          const packed = packMap([packText('a', nameWidth), packBinary(bytes(1, 2, 3), width)], mapWidth)
          expect(readByteMap(packed)).toEqual(new Map([['a', bytes(1, 2, 3)]]))
        }
      }
    }
  })

  test('may hold texts for bytes, and nothing for a member', () => {
    const packed = packMap([packText('a', 0), packText('text', 1), packText('b', 0), bytes(0xc0)])
    expect(readByteMap(packed)).toEqual(new Map([['a', encodeUtf8('text')]]))
  })

  test.each([
    ['no map', bytes(0x93, 1, 2, 3)],
    ['nothing', bytes()],
    ['a member too few', bytes(0x82, 0xa1, 0x61, 0xc4, 0)],
    ['a number for bytes', bytes(0x81, 0xa1, 0x61, 7)],
    ['a number for a name', bytes(0x81, 7, 0xc4, 0)],
    ['more behind it', bytes(0x80, 0)],
    ['more members than anybody has', concatBytes([bytes(0xdf, 0xff, 0xff, 0xff, 0xff)])],
  ])('is none: %s', (_, packed) => {
    expect(readByteMap(packed)).toBeNull()
  })

  test('is the same however it is cut short: none', () => {
    const packed = packMap([packText('replay_event', 1), packBinary(new Uint8Array(300), 2)])
    for (let end = 0; end < packed.length; end++) expect(readByteMap(packed.subarray(0, end))).toBeNull()
  })

  test('never throws, and gives only what is in the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(0x81, 0x83, 0xde, 0xdf), (rest, mark) => {
        const map = readByteMap(concatBytes([bytes(mark), rest]))
        for (const value of map?.values() ?? []) expect(value.length).toBeLessThanOrEqual(rest.length)
      }),
    )
  })
})
