import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRich, countParts, isBefore, keepRichest, type RichEvent, recommend } from './richest.ts'

const day = 24 * 60 * 60 * 1000

/** Times around a week apart, so that what is too old and what is not both come up. */
const events: fc.Arbitrary<RichEvent[]> = fc.array(
  fc.record({
    eventId: fc.constantFrom('a', 'b', 'c', 'd').map((letter) => letter.repeat(32)),
    timestamp: fc.integer({ min: 0, max: 12 }).map((days) => days * day),
    receivedAt: fc.constant(0),
    parts: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 30 },
)

/** By the words of the rule. */
function recommendOfAll(all: RichEvent[]): RichEvent | null {
  const newest = Math.max(...all.map((event) => event.timestamp))
  const near = all.filter((event) => event.timestamp > newest - 7 * day)
  const most = Math.max(...near.map((event) => event.parts))
  const rich = near.filter((event) => event.parts === most)
  return rich.reduce<RichEvent | null>((best, event) => (best && !isBefore(best, event) ? best : event), null)
}

test('the events that are kept are enough to recommend one, after every event', () => {
  fc.assert(
    fc.property(events, (all) => {
      let kept: readonly RichEvent[] = []
      for (const [place, event] of all.entries()) {
        kept = addRich(kept, event)
        expect(recommend(kept)).toEqual(recommendOfAll(all.slice(0, place + 1)))
        expect(kept.length).toBeLessThanOrEqual(5)
      }
    }),
  )
})

test('their order makes no difference, nor does joining two issues', () => {
  fc.assert(
    fc.property(events, events, (left, right) => {
      const kept = keepRichest([...left, ...right])
      expect(keepRichest([...left, ...right].toReversed())).toEqual(kept)
      expect(keepRichest([...keepRichest(left), ...keepRichest(right)])).toEqual(kept)
    }),
  )
})

test('nothing is recommended of no events', () => {
  expect(recommend([])).toBeNull()
})

test('parts are what there is, however short', () => {
  expect(countParts({ replayId: null, release: null, userKey: null, url: null })).toBe(0)
  expect(countParts({ replayId: 'a', release: '', userKey: 'id:1', url: 'https://example.com' })).toBe(4)
})
