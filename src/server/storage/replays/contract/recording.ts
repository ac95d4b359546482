import { beforeEach, describe, expect, it } from 'vitest'
import type { ReplayCondition, ReplayStore } from '../port.ts'
import {
  batchOf,
  blobOf,
  eventOf,
  found,
  everyPage,
  give,
  link,
  noon,
  recording,
  replayOf,
  type ReplayHarness,
  secondMs,
  segment,
  shown,
  told,
  traceOf,
} from './harness.ts'

const traces = (ids: string[]): ReplayCondition => ({ kind: 'ids', field: 'traceIds', ids })

/** What is recorded when, and how often. */
export function describeRecording(harness: () => ReplayHarness): void {
  describe('recording', () => {
    let store: ReplayStore
    beforeEach(async () => {
      store = await harness().open()
    })

    it('begins at 0 in each spool and ends where the last batch ended', async () => {
      expect(await store.offset('a')).toBe(0)
      await store.record(batchOf('a', 100, [segment()]))
      await store.record(batchOf('a', 50, []))
      expect([await store.offset('a'), await store.offset('b')]).toEqual([100, 0])
    })

    it('passes over what stands before the offset, wherever the batch is cut', async () => {
      const records = [0, 1, 2].map((n) =>
        segment({ position: n * 10, segmentId: n, recording: recording({ counts: { taps: 1 } }) }),
      )
      await store.record(batchOf('a', 20, records.slice(0, 2)))
      await store.record(batchOf('a', 20, records.slice(0, 2)))
      await store.record(batchOf('a', 30, records))
      expect(await shown(store)).toMatchObject({ countSegments: 3, countTaps: 3 })
      expect(await store.listDeadBlobs(10)).toEqual([])
    })

    it('keeps what it has through a crash', async () => {
      await give(store, [segment({ told: told({ environment: 'production' }) }), link()])
      const again = await harness().open()
      expect(await again.offset('spool')).toBe(200)
      expect(await shown(again)).toMatchObject({ environment: 'production', errorIds: [eventOf(1)] })
      await give(again, [segment({ segmentId: 1 })])
      expect(await shown(again)).toMatchObject({ countSegments: 2 })
    })

    it('takes the first of two segments with the same number, and remembers the blob of the other', async () => {
      await give(store, [
        segment({ told: told({ dist: 'first' }), recording: recording({ blobId: blobOf(1), counts: { taps: 1 } }) }),
        segment({
          told: told({ dist: 'second' }),
          finishedAt: noon + 99 * secondMs,
          receivedAt: noon + 5,
          recording: recording({ blobId: blobOf(2), counts: { taps: 5 } }),
        }),
      ])
      expect(await shown(store)).toMatchObject({ dist: 'first', countTaps: 1, countSegments: 1, duration: 10 })
      expect(await store.listDeadBlobs(10)).toEqual([{ projectId: 1, at: noon + 5, blobId: blobOf(2) }])
      await store.forgetBlobs([{ projectId: 1, at: noon + 5, blobId: blobOf(2) }])
      expect(await store.listDeadBlobs(10)).toEqual([])
    })

    it('does not remember a blob that is still needed', async () => {
      const own = segment({ recording: recording({ blobId: blobOf(1) }) })
      await give(store, [own, own])
      expect(await store.listDeadBlobs(10)).toEqual([])
    })

    it('puts an event and a recording together that came apart', async () => {
      await give(store, [
        segment({ recording: recording({ bytes: 7 }), startedAt: noon + secondMs, replayType: 'session' }),
        segment({ told: told({ dist: 'd' }), replayType: 'buffer' }),
      ])
      expect(await shown(store)).toMatchObject({ startedAt: noon, dist: 'd', replayType: 'buffer', countSegments: 1 })
      expect(await store.listSegments(1, replayOf(1), everyPage)).toMatchObject([{ recording: { bytes: 7 } }])
    })

    it('lists segments by number, with what is known of their recordings', async () => {
      await give(store, [
        segment({
          segmentId: 3,
          receivedAt: noon + 50,
          recording: recording({ blobId: blobOf(3), kind: 'video', bytes: 5 }),
        }),
        segment({ segmentId: 1 }),
      ])
      const rows = await store.listSegments(1, replayOf(1), everyPage)
      expect(rows).toEqual([
        {
          projectId: 1,
          replayId: replayOf(1),
          segmentId: 1,
          receivedAt: noon + 10 * secondMs,
          startedAt: noon,
          finishedAt: noon + 10 * secondMs,
          recording: null,
        },
        {
          projectId: 1,
          replayId: replayOf(1),
          segmentId: 3,
          receivedAt: noon + 50,
          startedAt: noon,
          finishedAt: noon + 10 * secondMs,
          recording: { blobId: blobOf(3), at: noon + 50, kind: 'video', bytes: 5 },
        },
      ])
      expect(await store.listSegments(1, replayOf(1), { limit: 1, offset: 1 })).toEqual(rows.slice(1))
      expect(await store.findSegment(1, replayOf(1), 3)).toEqual(rows[1])
      expect(await store.findSegment(1, replayOf(1), 2)).toBeNull()
      expect(await store.findSegment(2, replayOf(1), 3)).toBeNull()
      expect(await store.listSegments(1, replayOf(2), everyPage)).toEqual([])
    })

    it('links events of all projects of an organisation, and of no other', async () => {
      const theirs = { projectId: 3, organizationId: 2 }
      const find = (projectId: number) => store.find({ projectIds: [projectId], replayId: replayOf(1), viewerId: null })
      await give(store, [
        link({ projectId: 2, eventId: eventOf(1) }),
        link({ ...theirs, eventId: eventOf(2) }),
        segment(),
        link({ projectId: 2, eventId: eventOf(3), level: 'info', at: noon + 1, traceId: traceOf(3) }),
        link({ ...theirs, eventId: eventOf(4) }),
        link({ projectId: 4, eventId: eventOf(5), at: noon + 2 }),
      ])
      const linked = { errorIds: [eventOf(1), eventOf(5)], infoIds: [eventOf(3)], traceIds: [traceOf(3)] }
      expect(await find(1)).toMatchObject(linked)
      // What waited is not lost to the other.
      await give(store, [segment(theirs)])
      expect(await find(3)).toMatchObject({ errorIds: [eventOf(2), eventOf(4)], infoIds: [], traceIds: [] })
      expect(await find(1)).toMatchObject(linked)
      // A replay of the same id in a third project: all events that name it are its own, too.
      await give(store, [segment({ projectId: 2 })])
      expect(await find(2)).toMatchObject(linked)
      expect(await found(store, { projectIds: [1, 2, 3], where: traces([traceOf(3)]) })).toEqual([1, 1])
      await store.deleteReplays(1, [replayOf(1)])
      await give(store, [link({ projectId: 4, eventId: eventOf(6), at: noon + 3 })])
      expect(await find(1)).toMatchObject({ isArchived: true, errorIds: [] })
      expect(await find(2)).toMatchObject({ errorIds: [eventOf(1), eventOf(5), eventOf(6)] })
    })

    it('links what comes in one batch, in whichever order', async () => {
      const segments = [segment({ position: 2 })]
      const links = [link({ projectId: 2, position: 0 }), link({ projectId: 2, eventId: eventOf(2), position: 3 })]
      await store.record({ spool: 'a', to: 10, segments, links })
      expect(await shown(store)).toMatchObject({ errorIds: [eventOf(1), eventOf(2)].toSorted(), countErrors: 2 })
    })

    it('tells projects apart that use the same id', async () => {
      await give(store, [segment({ told: told({ dist: '1' }) }), segment({ projectId: 2, told: told({ dist: '2' }) })])
      expect(await store.find({ projectIds: [2], replayId: replayOf(1), viewerId: null })).toMatchObject({ dist: '2' })
      expect(await store.find({ projectIds: [3], replayId: replayOf(1), viewerId: null })).toBeNull()
    })
  })
}
