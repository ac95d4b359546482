import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, entry, eventId, noon, type PayloadHarness } from './contract/harness.ts'
import { arbitrarySteps, play } from './contract/model.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** What every engine of the payload port must do. `harness` gives the running test's own empty store. */
export function describePayloadStore(name: string, harness: () => PayloadHarness): void {
  describe(`payload store on ${name}`, () => {
    describeReading(harness)
    describeVerdicts(harness)
    describeRange(harness)
    describeRemoval(harness)

    it('agrees with a simple model over random histories', async () => {
      await fc.assert(
        fc.asyncProperty(arbitrarySteps, async (steps) => {
          const { found, expected } = await play(harness(), steps)
          expect(found).toEqual(expected)
        }),
        { numRuns: 40 },
      )
    })
  })
}

function describeReading(harness: () => PayloadHarness): void {
  it('gives back the text it was given, by id, with and without the time', async () => {
    const store = await harness().open()
    const texts = ['{}', '"ü \u{1F426} \\u0000"', `"${'x'.repeat(1_000_000)}"`, '[1,2]', '{"a":null}']
    const entries = texts.map((json, n) => entry(n, { json }))
    expect(await store.append('s', entries)).toEqual(entries.map(() => 'stored'))
    for (const { eventId: id, json, receivedAt } of entries) {
      expect(await store.read(1, id, receivedAt)).toBe(json)
      expect(await store.read(1, id)).toBe(json)
      expect(await store.read(1, id.toUpperCase())).toBe(json)
      expect(await store.read(1, id, receivedAt - 9 * dayMs)).toBeNull()
      expect(await store.read(2, id)).toBeNull()
    }
    expect(await store.checkIntegrity()).toEqual([])
    await store.close()
    const again = await harness().open()
    expect(await again.read(1, eventId(2))).toBe(texts[2])
    expect(await again.append('s', [])).toEqual([])
  })

  it('keeps many payloads of many calls apart', async () => {
    const store = await harness().open()
    const sizes = [1, 1, 300, 1, 70, 64, 63]
    let n = 0
    for (const size of sizes) {
      const start = n
      await store.append(
        's',
        numbers(size).map((index) =>
          entry(start + index, { json: JSON.stringify({ n: start + index, pad: 'p'.repeat(index * 9) }) }),
        ),
      )
      n += size
    }
    for (const index of numbers(n)) {
      expect(JSON.parse((await store.read(1, eventId(index))) ?? 'null')).toMatchObject({ n: index })
    }
  })

  it('finds where an id was recorded among the projects asked for', async () => {
    const store = await harness().open()
    await store.append('s', [
      entry(1),
      entry(1, { projectId: 2, receivedAt: noon - dayMs }),
      entry(2, { projectId: 3 }),
    ])
    expect(await store.locate([1, 2, 3], eventId(1))).toEqual([
      { projectId: 1, receivedAt: noon + 1 },
      { projectId: 2, receivedAt: noon - dayMs },
    ])
    expect(await store.locate([3], eventId(1))).toEqual([])
    expect(await store.locate([], eventId(1))).toEqual([])
  })

  it('finds nothing under what is no event id, and stores nothing under it', async () => {
    const store = await harness().open()
    await store.append('s', [entry(1)])
    for (const wrong of [
      '',
      'latest',
      'g'.repeat(32),
      `${eventId(1)}0`,
      eventId(1).slice(1),
      `${eventId(1).slice(1)}é`,
    ]) {
      expect(await store.read(1, wrong)).toBeNull()
      expect(await store.locate([1], wrong)).toEqual([])
      await expect(store.append('s', [entry(2), entry(3, { eventId: wrong })])).rejects.toThrow('not an event id')
    }
    expect(await store.read(1, eventId(2))).toBeNull()
  })
}

function describeVerdicts(harness: () => PayloadHarness): void {
  it('tells a replay from a duplicate', async () => {
    const store = await harness().open()
    expect(await store.append('s', [entry(1), entry(2)])).toEqual(['stored', 'stored'])
    expect(await store.append('s', [entry(1), entry(2), entry(3)])).toEqual(['replayed', 'replayed', 'stored'])
    expect(await store.append('s', [entry(1, { position: 999, json: '{"other":1}' })])).toEqual(['duplicate'])
    expect(await store.append('t', [entry(1)])).toEqual(['duplicate'])
    expect(await store.append('s', [entry(1, { eventId: eventId(1).toUpperCase() })])).toEqual(['replayed'])
    expect(await store.append('s', [entry(1, { projectId: 2 })])).toEqual(['stored'])
    expect(await store.read(1, eventId(1))).toBe('{"n":1}')
  })

  it('takes the first of several with one id in a call, at the first time and when replayed', async () => {
    const store = await harness().open()
    const call = [entry(1), entry(1, { position: 101 }), entry(1), entry(1, { receivedAt: noon - dayMs }), entry(2)]
    expect(await store.append('s', call)).toEqual(['stored', 'duplicate', 'duplicate', 'duplicate', 'stored'])
    expect(await store.append('s', call)).toEqual(['replayed', 'duplicate', 'duplicate', 'duplicate', 'replayed'])
  })

  it('knows the ids of all days, older and newer, also after it was opened again', async () => {
    const first = await harness().open()
    const days = numbers(6)
    for (const day of days) {
      const entries = numbers(20).map((n) => entry(day * 20 + n, { receivedAt: noon + day * dayMs }))
      expect(new Set(await first.append('s', entries))).toEqual(new Set(['stored']))
    }
    const all = numbers(120).map((n) => entry(n, { position: n * 100 + 1, receivedAt: noon + 3 * dayMs }))
    const unseen = numbers(100).map((n) => entry(500 + n, { receivedAt: noon + 2 * dayMs }))
    expect(new Set(await first.append('s', all))).toEqual(new Set(['duplicate']))
    await first.close()
    const second = await harness().open()
    expect(new Set(await second.append('s', all))).toEqual(new Set(['duplicate']))
    expect(new Set(await second.append('s', unseen))).toEqual(new Set(['stored']))
    const third = await harness().open()
    const again = [...all, ...unseen.map((late) => ({ ...late, position: late.position + 1, receivedAt: noon }))]
    expect(new Set(await third.append('s', again))).toEqual(new Set(['duplicate']))
  })
}

function describeRange(harness: () => PayloadHarness): void {
  it('reads a spool by position from one day into the next, where they interleave', async () => {
    const store = await harness().open()
    const midnight = Date.UTC(2026, 10, 22)
    const entries = numbers(40).map((n) => entry(n, { receivedAt: midnight + (n - 20) * 10 + (n % 3) * 30 }))
    await store.append('s', entries)
    await store.append('t', [entry(99)])
    expect(await store.range('s', 0, 10_000, 1000)).toEqual(entries)
    expect(await store.range('s', 500, 2500, 1000)).toEqual(entries.slice(5, 25))
    expect(await store.range('s', 501, 2501, 7)).toEqual(entries.slice(6, 13))
    expect(await store.range('t', 0, 10_000, 1000)).toEqual([entry(99)])
    expect(await store.range('none', 0, 10_000, 1000)).toEqual([])
    expect(await store.spools()).toEqual(['s', 't'])
  })

  it('does not split the events of one position', async () => {
    const store = await harness().open()
    const entries = numbers(30).map((n) => entry(n, { position: n < 4 ? n : 100 }))
    await store.append('s', [...entries, entry(50, { position: 200 })])
    expect(await store.range('s', 0, 1000, 4)).toHaveLength(4)
    expect(await store.range('s', 0, 1000, 5)).toHaveLength(30)
    expect(await store.range('s', 100, 1000, 1)).toHaveLength(26)
    expect(await store.range('s', 101, 1000, 1)).toEqual([entry(50, { position: 200 })])
  })
}

function describeRemoval(harness: () => PayloadHarness): void {
  it('drops whole days that are over, and forgets their ids', async () => {
    const store = await harness().open()
    const midnight = Date.UTC(2026, 10, 22)
    const [old, young] = [entry(1, { receivedAt: midnight - 1 }), entry(2, { receivedAt: midnight })]
    await store.append('s', [old, young])
    await store.dropBefore(midnight - 1)
    expect(await store.read(1, old.eventId)).toBe(old.json)
    await store.dropBefore(midnight)
    expect(await store.read(1, old.eventId)).toBeNull()
    expect(await store.read(1, old.eventId, old.receivedAt)).toBeNull()
    expect(await store.range('s', 0, 1000, 10)).toEqual([young])
    expect(await store.append('s', [old, young])).toEqual(['stored', 'replayed'])
    expect(await store.read(1, old.eventId)).toBe(old.json)
  })

  it('removes single payloads: nothing finds them, their ids stay seen, their neighbours stay', async () => {
    const store = await harness().open()
    const entries = numbers(100).map((n) => entry(n))
    await store.append('s', entries)
    const gone = entries.filter((_, n) => n % 3 === 0)
    await store.remove([
      ...gone.map(({ projectId, eventId: id, receivedAt }, n) => ({
        projectId,
        eventId: id,
        ...(n % 2 ? { receivedAt } : {}),
      })),
      { projectId: 9, eventId: eventId(1) },
      { projectId: 1, eventId: 'nonsense' },
    ])
    for (const [n, { eventId: id, json }] of entries.entries()) {
      expect(await store.read(1, id)).toBe(n % 3 === 0 ? null : json)
      expect(await store.locate([1], id)).toHaveLength(n % 3 === 0 ? 0 : 1)
    }
    expect(await store.range('s', 0, 100_000, 1000)).toEqual(entries.filter((_, n) => n % 3 !== 0))
    expect(await store.append('s', [entry(0), entry(3, { position: 1 })])).toEqual(['replayed', 'duplicate'])
    await store.remove(gone.map(({ projectId, eventId: id }) => ({ projectId, eventId: id })))
    expect(await store.append('s', [entry(100)])).toEqual(['stored'])
    expect(await store.read(1, eventId(100))).toBe('{"n":100}')
    expect(await store.checkIntegrity()).toEqual([])
  })
}
