import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../protocol/event.ts'
import { PageModel } from './page-model.ts'
import { Reel } from './reel.ts'
import { anyChange, element, increment, pageOf, startOf, text } from './testing/events.ts'

const goOn = () => Promise.resolve(true)
const page = (time: number) =>
  startOf(time, pageOf([element(10, 'p', {}, [text(11, String(time))]), element(12, 'style')]))

type Event = ReturnType<typeof increment>

/** As it is made with no way round. */
function pictureOf(events: Event[], count: number) {
  const model = new PageModel()
  for (const event of events.slice(0, count)) model.apply(event)
  return model.write(events[count - 1]?.timestamp ?? 0)
}

function reelOf(events: Event[]): Reel<Event> {
  const reel = new Reel<Event>()
  reel.add(events)
  return reel
}

/** A clock that is set so often. */
function clock(times: number, from = 0): Event[] {
  return Array.from({ length: times }, (_, time) =>
    increment(
      { source: 0, adds: [], removes: [], attributes: [], texts: [{ id: 11, value: String(time) }] },
      from + time,
    ),
  )
}

describe('a reel', () => {
  test('makes any picture, wherever it begins and whatever was made before', async () => {
    const anyEvents = fc.array(
      fc.oneof({ weight: 9, arbitrary: anyChange }, { weight: 1, arbitrary: fc.constant(null) }),
      {
        maxLength: 80,
      },
    )
    await fc.assert(
      fc.asyncProperty(
        anyEvents,
        fc.array(fc.nat(100), { maxLength: 5 }),
        fc.boolean(),
        async (changes, places, isReady) => {
          const events = [
            ...page(0),
            ...changes.flatMap((change, at) => (change === null ? page(at) : [increment(change, at)])),
          ]
          const reel = reelOf(events)
          while (isReady && reel.prepare(1));
          for (const place of places) {
            const count = Math.max(2, place % (events.length + 1))
            expect(await reel.picture(count, 1, goOn)).toEqual(pictureOf(events, count))
          }
        },
      ),
    )
  })

  test('answers in between, and ends when nobody waits any more', async () => {
    const reel = reelOf([...page(0), ...clock(1000)])
    let rests = 0
    const events = await reel.picture(1000, 0, () => Promise.resolve(++rests > 0))
    expect(rests).toBeGreaterThan(20)
    expect(events).toEqual(pictureOf(reel.events, 1000))
    expect(await reelOf([...page(0), ...clock(1000)]).picture(1000, 0, () => Promise.resolve(false))).toBe(null)
  })

  test('goes no long way once it is prepared, and keeps no more than it may', async () => {
    const events = [...page(0), ...clock(400_000)]
    const reel = reelOf(events)
    while (reel.prepare(50));
    expect(reel.kept.pictures).toBeGreaterThan(20)
    expect(reel.kept.pictures).toBeLessThanOrEqual(64)
    for (const count of [100_000, 250_001, 399_999]) {
      let steps = 0
      await reel.picture(count, 0, () => Promise.resolve(++steps > 0))
      // 16 events at least between two rests.
      expect(steps).toBeLessThan(3000)
    }
  })

  test('keeps few pictures of a large page', () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => element(100 + row, 'li'))
    const reel = reelOf([...startOf(0, pageOf([element(10, 'p', {}, [text(11, '')]), ...rows])), ...clock(300_000)])
    while (reel.prepare(50));
    expect(reel.kept.nodes).toBeLessThanOrEqual(200_000)
    expect(reel.kept.pictures).toBeGreaterThan(2)
  })

  test('takes what comes late in its place, also while a picture is made', async () => {
    const reel = reelOf([...page(0), ...clock(100, 10)])
    while (reel.prepare(5));
    const late = increment({ source: 0, adds: [{ parentId: 4, nextId: null, node: element(99, 'b') }] }, 5)
    expect(reel.add([late])).toBe(2)
    expect(reel.events[2]).toBe(late)
    expect(await reel.picture(102, 5, goOn)).toEqual(pictureOf(reel.events, 102))
    const between = await reel.picture(20, 0, () => {
      reel.add([increment({ source: 3, id: 1, x: 0, y: 0 }, 6)])
      return Promise.resolve(true)
    })
    expect(between).toBe(null)
    expect(reel.add([increment({ source: 3, id: 1, x: 0, y: 0 }, 2000)])).toBe(reel.events.length - 1)
  })

  test('mends what the replayer would stumble over', async () => {
    const add = (id: number, parentId: number, nextId: number | null) => ({ parentId, nextId, node: element(id, 'b') })
    const change = (adds: JsonObject[]) => increment({ source: 0, adds, removes: [], texts: [], attributes: [] }, 1)
    const lost = change([add(21, 20, null), add(20, 4, 999), add(22, 998, null), add(23, 4, 24), add(24, 4, 23)])
    const whole = change([add(31, 30, null), add(30, 4, 10)])
    const reel = reelOf([...page(0), lost, whole])
    expect(reel.isMended(3)).toBe(false)
    const before = await reel.picture(4, 5, goOn)
    expect(reel.isMended(4)).toBe(true)
    expect(reel.events[2]).toEqual(change([add(20, 4, null), add(21, 20, null), add(23, 4, null), add(24, 4, null)]))
    expect(reel.events[3]).toBe(whole)
    expect(pictureOf(reel.events, 4)).toEqual(before)
  })

  test('tells how many events come before a time, and where full snapshots begin', () => {
    const reel = reelOf([...page(0), ...clock(3, 1), ...page(9)])
    expect([0, 1, 1.5, 3, 9, 10].map((time) => reel.countBefore(time))).toEqual([0, 2, 3, 4, 5, 7])
    expect([reel.hasHead(0, 2), reel.hasHead(2, 5), reel.hasHead(4, 7)]).toEqual([true, false, true])
  })
})
