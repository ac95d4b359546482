import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openReplayModel } from '../model.ts'
import type { ReplayStore } from '../port.ts'
import {
  batchOf,
  blobOf,
  noon,
  replayOf,
  type ReplayHarness,
  type ReplayRecord,
  selectorQuery,
  everyPage,
  dayMs,
} from './harness.ts'
import { question, type Question, record, step, type Step, toQuery, users, withProject } from './steps.ts'

/** The engine over random histories: what it answers is what the model answers. */
export function describeAgainstModel(harness: () => ReplayHarness): void {
  describe('random histories', () => {
    it('are answered like the model does', { timeout: 120_000 }, async () => {
      let store = await harness().open()
      let histories = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 12 }),
          fc.array(question, { maxLength: 8 }),
          async (steps, questions) => {
            const history = startHistory(store, ++histories)
            for (const one of steps) await play(history, one, harness())
            for (const one of questions) await ask(history, one)
            await compareAll(history)
            store = history.store
          },
        ),
        { numRuns: 60 },
      )
      expect(await store.checkIntegrity()).toEqual([])
    })

    it('do not depend on the order in which segments and links come', { timeout: 60_000 }, async () => {
      const store = await harness().open()
      let projects = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(record, { minLength: 1, maxLength: 12 }),
          fc.infiniteStream(fc.nat()),
          async (told, orders) => {
            // Of two segments with the same number the first counts: here there is only one.
            const records = told.filter(
              (one, at) => !('segmentId' in one) || !told.slice(0, at).some((other) => isSameSegment(one, other)),
            )
            const shuffled = records
              .map((one) => ({ one, order: orders.next().value ?? 0 }))
              .toSorted((a, b) => a.order - b.order)
              .map(({ one }) => one)
            const [left, right] = [++projects * 10, ++projects * 10]
            await giveTo(store, left, records)
            await giveTo(store, right, shuffled)
            const all = { start: 0, end: noon * 2, limit: 100 }
            const [a, b] = [await listAll(store, left, all), await listAll(store, right, all)]
            expect(b).toEqual(a)
          },
        ),
        { numRuns: 40 },
      )
    })
  })
}

function isSameSegment(a: ReplayRecord, b: ReplayRecord): boolean {
  return (
    'segmentId' in a &&
    'segmentId' in b &&
    a.segmentId === b.segmentId &&
    a.replayId === b.replayId &&
    a.projectId === b.projectId
  )
}

async function giveTo(store: ReplayStore, firstId: number, records: ReplayRecord[]): Promise<void> {
  const placed = records.map((one, at) => withProject({ ...one, position: at }, firstId))
  await store.record(batchOf(`order-${firstId}`, placed.length, placed))
}

async function listAll(
  store: ReplayStore,
  firstId: number,
  { start, end, limit }: { start: number; end: number; limit: number },
) {
  const sort = { key: 'startedAt', descending: true } as const
  const projectIds = [firstId + 1, firstId + 2, firstId + 3]
  const rows = await store.search({ ...toQuery({ firstId }), projectIds, start, end, limit, sort })
  return rows.map((row) => ({ ...row, projectId: row.projectId - firstId }))
}

/** A store and the model that live through the same, in projects of its own. */
interface History {
  store: ReplayStore
  model: ReplayStore
  firstId: number
  log: ReplayRecord[][]
  recorded: number
}

function startHistory(store: ReplayStore, n: number): History {
  return { store, model: openReplayModel(), firstId: n * 10, log: [], recorded: 0 }
}

async function play(history: History, one: Step, harness: ReplayHarness): Promise<void> {
  const { firstId } = history
  if ('ask' in one) return ask(history, one.ask)
  if ('reopen' in one) {
    if (one.reopen === 'closed') await history.store.close()
    history.store = await harness.open()
    return
  }
  if ('envelopes' in one) return recordMore(history, one)
  for (const store of [history.store, history.model]) {
    if ('view' in one) await store.markViewed({ ...one.view, projectId: firstId + one.view.projectId })
    if ('deleteReplays' in one) await store.deleteReplays(firstId + one.deleteReplays.projectId, one.deleteReplays.ids)
    if ('deleteProject' in one) await store.deleteProject(firstId + one.deleteProject)
    if ('deleteBefore' in one) await store.deleteBefore(noon - one.deleteBefore * dayMs)
    if ('forget' in one) await store.forgetBlobs((await ownBlobs(history, store)).slice(0, one.forget))
  }
}

/** Appends to the spool, and records from a little before its offset to a little before its end. */
async function recordMore(
  history: History,
  { envelopes, again, notYet }: Extract<Step, { envelopes: unknown }>,
): Promise<void> {
  const { log, firstId } = history
  for (const envelope of envelopes) {
    const position = log.length * 10
    log.push(envelope.map((one, at) => withProject(withBlob({ ...one, position }, position + at), firstId)))
  }
  const from = Math.max(0, history.recorded - again)
  const to = Math.max(from, log.length - notYet)
  await history.store.record(batchOf(`spool-${firstId}`, to * 10, log.slice(from, to).flat()))
  await history.model.record(batchOf(`spool-${firstId}`, to * 10, log.slice(history.recorded, to).flat()))
  history.recorded = Math.max(history.recorded, to)
  expect(await history.store.offset(`spool-${firstId}`)).toBe(history.recorded * 10)
}

/** Blobs are named by the place that their recording came from. */
function withBlob(one: ReplayRecord, n: number): ReplayRecord {
  if (!('segmentId' in one) || one.recording === null) return one
  return { ...one, recording: { ...one.recording, blobId: blobOf(n) } }
}

async function ask({ store, model, firstId }: History, asked: Question): Promise<void> {
  const query = toQuery({ ...asked, firstId })
  expect(await store.search(query)).toEqual(await model.search(query))
  const selectors = selectorQuery({
    projectIds: query.projectIds,
    environments: asked.environments,
    start: query.start,
    end: query.end,
    sort: { key: asked.descending ? 'countDeadClicks' : 'countRageClicks', descending: asked.descending },
    limit: asked.limit,
  })
  expect(await store.listSelectors(selectors)).toEqual(await model.listSelectors(selectors))
  expect(await store.listTagKeys(query)).toEqual(await model.listTagKeys(query))
  const values = { ...query, of: asked.of, contains: asked.contains }
  expect(await store.listValues(values)).toEqual(await model.listValues(values))
}

async function ownBlobs({ firstId }: History, store: ReplayStore) {
  const blobs = await store.listDeadBlobs(100_000)
  return blobs.filter(({ projectId }) => projectId > firstId && projectId < firstId + 10)
}

async function compareAll(history: History): Promise<void> {
  const { store, model, firstId } = history
  const all = { start: noon - 100 * dayMs, end: noon + 100 * dayMs, limit: 100 }
  expect(await listAll(store, firstId, all)).toEqual(await listAll(model, firstId, all))
  expect(await ownBlobs(history, store)).toEqual(await ownBlobs(history, model))
  for (const projectId of [firstId + 1, firstId + 2, firstId + 3]) {
    for (const replayId of [1, 2, 3, 4].map(replayOf)) {
      const find = { projectIds: [projectId], replayId, viewerId: users[0] ?? null }
      expect(await store.find(find)).toEqual(await model.find(find))
      for (const list of ['listSegments', 'listClicks'] as const) {
        expect(await store[list](projectId, replayId, everyPage)).toEqual(
          await model[list](projectId, replayId, everyPage),
        )
      }
      expect(await store.listViewers(projectId, replayId)).toEqual(await model.listViewers(projectId, replayId))
    }
  }
}
