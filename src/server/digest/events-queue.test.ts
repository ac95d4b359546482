import { describe, expect, test } from 'vitest'
import type { EventBatch, EventRow } from '../storage/events/port.ts'
import { createEventsQueue } from './events-queue.ts'

/** Only their number matters here. */
const rows = (count: number): EventRow[] => Array.from({ length: count }, () => ({}) as EventRow)

/** A view whose appends finish when told. */
function heldView(outcome: () => boolean = () => true) {
  const batches: EventBatch[] = []
  const waiting: (() => void)[] = []
  return {
    batches,
    finish: () => waiting.shift()?.(),
    append: (batch: EventBatch) => {
      batches.push(batch)
      return new Promise<boolean>((resolve) => waiting.push(() => resolve(outcome())))
    },
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('createEventsQueue', () => {
  test('what comes in during an append goes into the next as one batch, without a gap', async () => {
    const view = heldView()
    const applied: number[] = []
    const queue = createEventsQueue(view, 's', 100, (position) => applied.push(position))
    await queue.add(rows(1), 110)
    await queue.add(rows(2), 120)
    await queue.add(rows(3), 130)
    view.finish()
    await turn()
    view.finish()
    await turn()
    expect(view.batches.map(({ from, to, rows: { length } }) => ({ from, to, length }))).toEqual([
      { from: 100, to: 110, length: 1 },
      { from: 110, to: 130, length: 5 },
    ])
    expect(applied).toEqual([110, 130])
  })

  test('a run without rows moves the view on all the same', async () => {
    const view = heldView()
    const queue = createEventsQueue(view, 's', 0, () => undefined)
    await queue.add([], 50)
    expect(view.batches).toEqual([{ spool: 's', from: 0, to: 50, rows: [] }])
  })

  test('waits when too many rows are waiting', async () => {
    const view = heldView()
    const queue = createEventsQueue(view, 's', 0, () => undefined)
    await queue.add(rows(1), 1)
    let added = false
    const adding = queue.add(rows(5000), 2).then(() => {
      added = true
    })
    await turn()
    expect(added).toBe(false)
    view.finish()
    await turn()
    view.finish()
    await adding
    expect(added).toBe(true)
  })

  test('a failed append is told to sleepers and to whoever adds next', async () => {
    const view = heldView(() => false)
    const queue = createEventsQueue(view, 's', 0, () => undefined)
    await queue.add(rows(1), 1)
    view.finish()
    await expect(queue.failed).rejects.toThrow('not at position 0')
    await expect(queue.add(rows(1), 2)).rejects.toThrow('not at position 0')
  })
})
