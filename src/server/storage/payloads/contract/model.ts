import fc from 'fast-check'
import { expect } from 'vitest'
import type { PayloadEntry, PayloadStore, PayloadVerdict } from '../port.ts'
import { dayMs, entry, noon, type PayloadHarness } from './harness.ts'

interface ModelEntry extends PayloadEntry {
  spool: string
  isRemoved: boolean
}

const arbitraryEntry = fc.record({
  // Few ids, few days: ids meet again within a call, within a day and across days.
  n: fc.nat({ max: 30 }),
  projectId: fc.integer({ min: 1, max: 2 }),
  day: fc.integer({ min: -2, max: 2 }),
  size: fc.constantFrom(0, 10, 3000, 70_000),
})

const arbitraryStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      append: fc.array(arbitraryEntry, { maxLength: 25 }),
      spool: fc.constantFrom('s', 't'),
      isReplay: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ remove: fc.array(fc.nat({ max: 30 }), { maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ dropBefore: fc.integer({ min: -2, max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ reopen: fc.constantFrom('closed', 'crashed') }) },
)

export const arbitrarySteps = fc.array(arbitraryStep, { minLength: 1, maxLength: 12 })

type Step = typeof arbitraryStep extends fc.Arbitrary<infer T> ? T : never
type Sketch = typeof arbitraryEntry extends fc.Arbitrary<infer T> ? T : never

/** Plays the steps into a fresh spool pair of the store and into a list, and compares all that can be asked. */
export async function play(harness: PayloadHarness, steps: Step[]): Promise<{ found: Seen; expected: Seen }> {
  let store = await harness.open()
  // The harness's store is shared by all runs: begin with nothing.
  await store.dropBefore(noon + 1000 * dayMs)
  let model: ModelEntry[] = []
  let position = 0
  let lastCall: { spool: string; entries: PayloadEntry[] } | null = null

  const draw = ({ n, projectId, day, size }: Sketch): PayloadEntry => {
    position += 10
    const json = JSON.stringify({ position, pad: 'p'.repeat(size) })
    return entry(n, { projectId, position, receivedAt: noon + day * dayMs, json })
  }

  for (const step of steps) {
    if ('append' in step) {
      const isReplay: boolean = step.isReplay && lastCall !== null
      const call: { spool: string; entries: PayloadEntry[] } =
        isReplay && lastCall ? lastCall : { spool: step.spool, entries: step.append.map(draw) }
      lastCall = call
      expect(await store.append(call.spool, call.entries)).toEqual(judge(model, call.spool, call.entries))
    } else if ('remove' in step) {
      const keys = step.remove.map((n) => ({ projectId: 1, eventId: entry(n).eventId }))
      await store.remove(keys)
      for (const known of model) {
        if (known.projectId === 1 && keys.some((key) => key.eventId === known.eventId)) known.isRemoved = true
      }
    } else if ('dropBefore' in step) {
      const time = noon + step.dropBefore * dayMs
      await store.dropBefore(time)
      model = model.filter((known) => Math.floor(known.receivedAt / dayMs) >= Math.floor(time / dayMs))
    } else {
      if (step.reopen === 'closed') await store.close()
      store = await harness.open()
    }
  }
  const comparison = await compare(store, model)
  await store.close()
  return comparison
}

function judge(model: ModelEntry[], spool: string, entries: PayloadEntry[]): PayloadVerdict[] {
  const inCall: PayloadEntry[] = []
  return entries.map((own) => {
    const isSame = (other: PayloadEntry) => other.projectId === own.projectId && other.eventId === own.eventId
    const isRepeated = inCall.some(isSame)
    inCall.push(own)
    const known = model.find(isSame)
    if (isRepeated) return 'duplicate'
    if (known) return known.spool === spool && known.position === own.position ? 'replayed' : 'duplicate'
    model.push({ ...own, spool, isRemoved: false })
    return 'stored'
  })
}

interface Seen {
  read: (string | null)[]
  ranges: PayloadEntry[][]
  faults: string[]
}

/** All that can be asked of the store, and what the model says to it. */
async function compare(store: PayloadStore, model: ModelEntry[]): Promise<{ found: Seen; expected: Seen }> {
  const found: Seen = { read: [], ranges: [], faults: await store.checkIntegrity() }
  const expected: Seen = { read: [], ranges: [], faults: [] }
  for (const { isRemoved, json, projectId, eventId, receivedAt } of model) {
    const places = await store.locate([projectId], eventId)
    found.read.push(await store.read(projectId, eventId), await store.read(projectId, eventId, receivedAt))
    found.read.push(JSON.stringify(places))
    const text = isRemoved ? null : json
    expected.read.push(text, text, JSON.stringify(isRemoved ? [] : [{ projectId, receivedAt }]))
  }
  for (const spool of ['s', 't']) {
    found.ranges.push(await store.range(spool, 0, 1e9, 1e6))
    const kept = model.filter((known) => known.spool === spool && !known.isRemoved)
    expected.ranges.push(kept.sort((a, b) => a.position - b.position).map(toPayload))
  }
  return { found, expected }
}

function toPayload({ position, projectId, eventId, receivedAt, json }: ModelEntry): PayloadEntry {
  return { position, projectId, eventId, receivedAt, json }
}
