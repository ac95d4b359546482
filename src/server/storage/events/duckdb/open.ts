import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import type { EventStore } from '../port.ts'
import { appendBatch, readWriterState } from './append.ts'
import { openReaders } from './connection.ts'
import { manyEvents } from './distribution.ts'
import { type Engine, type EngineOptions, openEngine } from './engine.ts'
import { edgeEvent, findEvent, listEvents, neighbours, type Reading, searchEvents } from './events.ts'
import { countHashes, countSeries, matchIssues, summarizeIssues } from './figures.ts'
import { checkIntegrity } from './integrity.ts'
import { migrate } from './migrations.ts'
import { moveEvents, recountIssue } from './moves.ts'
import { createPlan } from './plan.ts'
import { deleteBefore, deleteEvents, deleteProject, listEventKeys } from './removal.ts'
import { settledAtOnce, settleRows } from './settle.ts'
import { sweepDictionary } from './sweep.ts'
import { tabulate } from './table.ts'
import { countTags, listTagKeys, listTagValues, sumTags } from './tag-figures.ts'
import { createTagMemory } from './tag-memory.ts'
import { createTermFinder } from './term-finder.ts'
import { createTermReader } from './term-reader.ts'

export interface DuckdbOptions extends EngineOptions {
  /** So many rows are put in order at a time. */
  settleAt?: number
  /** From so many events on their tags are counted by the engine. */
  manyEvents?: number
}

/** The events file is there but cannot be used; the message names it and says what to do. */
export class UnusableEventsFile extends Error {
  override readonly name = 'UnusableEventsFile'
  readonly path: string
  readonly reason: 'damaged' | 'newer' | 'locked' | 'inaccessible'

  constructor(path: string, reason: UnusableEventsFile['reason'], detail: string) {
    const advice = {
      damaged: `Move ${path} and ${path}.wal (if there is one) away and start again: the events are rebuilt from the stored payloads.`,
      newer: 'Start the newer version of Lapwing again; a file cannot be taken back to an older one.',
      locked: 'Stop the other process that uses this data directory, or choose another one.',
      inaccessible: 'Check that the directory exists and that this user may read and write it.',
    }[reason]
    super(`The events file ${path} cannot be opened: ${detail}\n${advice}`)
    this.path = path
    this.reason = reason
  }
}

/**
 * Opens (or creates, empty with offset 0) the events view in one DuckDB file. Throws `UnusableEventsFile` when a file is
 * there but cannot be used. The file belongs to one process; close it before another one opens it.
 */
export async function openDuckdbEvents(path: string, options: DuckdbOptions = {}): Promise<EventStore> {
  try {
    if (isMissing(path)) await createFile(path, options)
    const store = await openFile(path, options)
    if (store !== 'outdated') return store
    await createFile(path, options)
    return await reopenFile(path, options)
  } catch (error) {
    throw explain(path, error)
  }
}

/** A file of 0 bytes is what a full disk leaves behind; there is nothing in it to lose. */
function isMissing(path: string): boolean {
  return !existsSync(path) || statSync(path).size === 0
}

/** Made beside its place and moved there when whole, so that a kill in between does not leave half a header to refuse. */
async function createFile(path: string, options: DuckdbOptions) {
  const draft = `${path}.new`
  // A write-ahead log without its file cannot be applied to a new one.
  for (const leftover of [draft, `${draft}.wal`, path, `${path}.wal`]) rmSync(leftover, { force: true })
  const store = await reopenFile(draft, options)
  await store.close()
  renameSync(draft, path)
}

async function reopenFile(path: string, options: DuckdbOptions): Promise<EventStore> {
  const store = await openFile(path, options)
  if (store === 'outdated') throw new Error(`${path} was made anew with an old schema`)
  return store
}

/** `outdated`: of a schema version that is not kept; closed again. */
async function openFile(path: string, options: DuckdbOptions): Promise<EventStore | 'outdated'> {
  const engine = await openEngine(path, options)
  try {
    const store = await openStore(engine, path, { settleAt: settledAtOnce, manyEvents, ...options })
    if (store === 'outdated') engine.close()
    return store
  } catch (error) {
    engine.close()
    throw error
  }
}

async function openStore(
  engine: Engine,
  path: string,
  sizes: Required<Pick<DuckdbOptions, 'settleAt' | 'manyEvents'>>,
): Promise<EventStore | 'outdated'> {
  const { settleAt } = sizes
  const writer = await engine.connect()
  const migration = await migrate(writer)
  if (migration.outcome === 'newer') {
    throw new UnusableEventsFile(path, 'newer', `its schema version ${migration.version} is of a later release.`)
  }
  if (migration.outcome === 'outdated') {
    writer.disconnectSync()
    return 'outdated'
  }
  const state = await readWriterState(writer)
  const readers = await openReaders(engine, 2)
  const { slots } = state
  const finder = createTermFinder(readers)
  const reading: Reading = {
    readers,
    terms: createTermReader(readers),
    plan: createPlan(readers, slots, finder),
    manyEvents: sizes.manyEvents,
    times: () => state.times,
  }
  const writes = { begun: 0, ended: 0 }
  const memory = createTagMemory(() => (writes.begun === writes.ended ? writes.ended : null))
  state.onAppended.push((rows, terms) => {
    memory.add(rows)
    finder.learn(terms)
  })
  let lastWrite: Promise<unknown> = Promise.resolve()
  let closed = false

  /** One after the other: each is one transaction on the one write connection. */
  function queue<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = lastWrite.then(work)
    lastWrite = done.catch(() => undefined)
    return done
  }

  /** In its turn, counted, so that readings know of it. */
  function queueWrite<Result>(write: () => Promise<Result>): Promise<Result> {
    if (closed) return Promise.reject(new Error('The events store is closed'))
    return queue(async () => {
      writes.begun++
      try {
        return await write()
      } finally {
        writes.ended++
      }
    })
  }

  const settling = { isQueued: false, at: settleAt }

  /** Between writes, a row group at a time; changes nothing for readings. */
  function settleSoon(): void {
    if (settling.isQueued || closed || state.fresh < settling.at) return
    settling.isQueued = true
    void queue(async () => {
      try {
        if (!closed) state.fresh = await settleRows(writer, settleAt)
        settling.at = settleAt
      } catch {
        // No room on the disk or in memory: rows that are not in order take longer to read. Again when as many more have come.
        settling.at = state.fresh + settleAt
      } finally {
        settling.isQueued = false
      }
      settleSoon()
    })
  }

  /** A write after which rows are gone or belong elsewhere. */
  function queueChange<Result>(write: () => Promise<Result>): Promise<Result> {
    return queueWrite(async () => {
      try {
        return await write()
      } finally {
        memory.forget()
      }
    })
  }

  function forgetTerms(): void {
    reading.terms.forget()
    finder.forget()
  }

  async function sweep(): Promise<number> {
    const swept = await sweepDictionary(readers, writer, state, queueWrite)
    forgetTerms()
    return swept
  }

  settleSoon()
  return {
    offset: async (spool) => state.offsets.get(spool) ?? 0,
    async append(batch) {
      const isApplied = await queueWrite(() => appendBatch(writer, state, batch))
      settleSoon()
      return isApplied
    },
    listEvents: listEvents(reading),
    findEvent: findEvent(reading),
    edgeEvent: edgeEvent(reading),
    neighbours: neighbours(reading),
    summarizeIssues: summarizeIssues(reading),
    countSeries: countSeries(reading),
    matchIssues: matchIssues(reading),
    searchEvents: searchEvents(reading),
    countTags: countTags(reading, slots, memory, queueWrite),
    sumTags: sumTags(reading, slots),
    listTagKeys: listTagKeys(reading, slots),
    listTagValues: listTagValues(reading, slots),
    tabulate: tabulate(reading, slots),
    countHashes: countHashes(reading),
    listEventKeys: listEventKeys(readers),
    deleteEvents: (keys) => queueChange(() => deleteEvents(writer, keys)),
    deleteProject: (projectId) =>
      queueChange(async () => {
        await deleteProject(writer, projectId)
        state.dictionary.forget()
        slots.forgetProject(projectId)
        forgetTerms()
      }),
    moveEvents: (query) => queueChange(() => moveEvents(writer, query)),
    recountIssue: recountIssue(reading),
    async deleteBefore(time) {
      const deleted = await queueChange(() => deleteBefore(writer, time))
      await sweep()
      return deleted
    },
    sweep,
    checkIntegrity: checkIntegrity(readers),
    async close() {
      if (closed) return
      closed = true
      await lastWrite
      await readers.close()
      writer.disconnectSync()
      // Closing the last connection moves the write-ahead log into the file.
      engine.close()
    },
  }
}

/** DuckDB has no error codes: its words for what went wrong while opening (1.5) decide the advice. */
function explain(path: string, error: unknown): unknown {
  if (error instanceof UnusableEventsFile || !(error instanceof Error)) return error
  if (/Could not set lock/.test(error.message)) return new UnusableEventsFile(path, 'locked', error.message)
  if (/read a database file with version number/.test(error.message)) {
    return new UnusableEventsFile(path, 'newer', error.message)
  }
  if (/Cannot open file|Permission denied|Is a directory|ENOENT|EACCES|EROFS/.test(error.message)) {
    return new UnusableEventsFile(path, 'inaccessible', error.message)
  }
  return new UnusableEventsFile(path, 'damaged', error.message)
}
