import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factFlags, factLists, factNumbers, factTexts, type Facts } from '../facts.ts'
import { packFacts, packFold, unpackFacts, unpackFold } from './packing.ts'

const noon = Date.UTC(2026, 10, 21, 12)

test('a session takes some fifty bytes', () => {
  const facts: Facts = {
    texts: { platform: [noon, 'web'], appVersion: [noon, 'shop@1.0.0'], sdkVersion: [noon, '11.12.0'] },
    numbers: {},
    flags: ['crash'],
    lists: {},
  }
  expect(packFacts(facts, noon)).toBe('[[[0,0,"web",1,"shop@1.0.0",6,"11.12.0"]],2]')
  expect(packFold({ startedAt: noon, endedAt: noon + 1500, receivedAt: noon + 2000, facts })).toBe(
    `[${noon},1500,2000,[[0,0,"web",1,"shop@1.0.0",6,"11.12.0"]],2]`,
  )
})

test('what is packed comes out as it was', () => {
  const at = fc.integer({ min: noon - 3, max: noon + 3 })
  const some = <Name extends string, Value>(names: readonly Name[], value: fc.Arbitrary<Value>) =>
    fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true })
  const anyFacts = fc.record({
    texts: some(factTexts, fc.tuple(at, fc.string({ unit: 'grapheme', minLength: 1 }))),
    numbers: some(factNumbers, fc.tuple(at, fc.nat())),
    flags: fc.subarray([...factFlags]),
    lists: some(factLists, fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
  })
  fc.assert(
    fc.property(anyFacts, at, fc.nat(), at, (facts, startedAt, duration, receivedAt) => {
      expect(unpackFacts(packFacts(facts, startedAt), startedAt)).toEqual(facts)
      const fold = { startedAt, endedAt: startedAt + duration, receivedAt, facts }
      expect(unpackFold(packFold(fold))).toEqual(fold)
    }),
  )
})
