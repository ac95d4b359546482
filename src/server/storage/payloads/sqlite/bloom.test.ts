import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBloom, hashId, newSalt, readBloom } from './bloom.ts'
import { parseEventId } from './event-id.ts'

const arbitraryId = fc.uint8Array({ minLength: 16, maxLength: 16 })

function counterId(n: number): Uint8Array {
  const id = parseEventId(n.toString(16).padStart(32, '0'))
  if (!id) throw new Error('not an id')
  return id
}

describe('Bloom filter', () => {
  it('never denies an id that was added, also after it was stored and read', () => {
    fc.assert(
      fc.property(fc.array(arbitraryId, { maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (ids, room) => {
        const bloom = createBloom(room * 8, newSalt())
        for (const id of ids) bloom.add(id)
        const again = readBloom(bloom.toBytes())
        expect(ids.every((id) => bloom.mayHave(hashId(id, bloom.salt)) && again.mayHave(hashId(id, again.salt)))).toBe(
          true,
        )
        expect([again.count(), again.capacity]).toEqual([ids.length, room * 8])
      }),
    )
  })

  // 1 in 15,000 by theory; ids that are counters must do as well as random ones.
  it.each([
    { kind: 'random', make: () => randomBytes(16) },
    { kind: 'counting', make: counterId },
    { kind: 'counting in the first digits', make: (n: number) => counterId(n).toReversed() },
  ])('lets few unknown ids pass when they are $kind', ({ make }) => {
    const bloom = createBloom(20_000, newSalt())
    for (let n = 0; n < 20_000; n += 1) bloom.add(make(n))
    let passed = 0
    for (let n = 20_000; n < 70_000; n += 1) if (bloom.mayHave(hashId(make(n), bloom.salt))) passed += 1
    expect(passed).toBeLessThan(50_000 / 2000)
  })
})
