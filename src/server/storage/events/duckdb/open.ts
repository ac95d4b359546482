import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import type { EventStore } from '../port.ts'
import { appendBatch, readWriterState } from './append.ts'
import { openReaders } from './connection.ts'
import { edgeEvent, findEvent, listEvents, neighbours, type Reading, searchEvents } from './events.ts'
import { countHashes, countSeries, matchIssues, summarizeIssues } from './figures.ts'
import { checkIntegrity } from './integrity.ts'
import { migrate } from './migrations.ts'
import { moveEvents, recountIssue } from './moves.ts'
import { createPlan } from './plan.ts'
import { deleteBefore, deleteEvents, deleteProject, listEventKeys } from './removal.ts'
import { sweepDictionary } from './sweep.ts'
import { tabulate } from './table.ts'
import { countTags, listTagKeys, listTagValues } from './tag-figures.ts'
import { createTagMemory } from './tag-memory.ts'
import { createTermReader } from './term-reader.ts'

export interface DuckdbOptions {
  /** Ceiling of DuckDB's own buffers in MB; the process takes about 100 MB more. */
  memoryLimitMb?: number
  threads?: number
  /** Size of the write-ahead log in MB at which it is moved into the file. */
  checkpointMb?: number
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
  const instance = await DuckDBInstance.create(path, settings(path, options))
  try {
    const store = await openStore(instance, path)
    if (store === 'outdated') instance.closeSync()
    return store
  } catch (error) {
    instance.closeSync()
    throw error
  }
}

export function settings(path: string, options: DuckdbOptions): Record<string, string> {
  return {
    threads: String(options.threads ?? 2),
    memory_limit: `${options.memoryLimitMb ?? 200}MB`,
    // A checkpoint holds two blocks a column: with the default of 256 KB that is 40 MB of the 80 for 80 columns.
    default_block_size: '65536',
    // Grouping by issue goes through an array of counters when there are at most so many bits of ids: a third less CPU.
    perfect_ht_threshold: '17',
    // Reading all columns of the first rows of a sort by their row ids: looks through all row ids there are.
    late_materialization_max_rows: '0',
    temp_directory: `${path}.tmp`,
    max_temp_directory_size: '4GB',
    // A checkpoint packs the last, incomplete row group again and holds up appends for 0.5-2.5 s. At 64 MB that is once in 90,000
    // events (p99 of an append 110 ms; at 16 MB 380 ms), and a start after a kill replays at most that much, in about a second.
    checkpoint_threshold: `${options.checkpointMb ?? 64}MB`,
    // Dictionaries with FSST for strings need a newer file format than the default, which any DuckDB since 1.0 reads.
    storage_compatibility_version: 'latest',
    // No network and no file but its own, ever. (After temp_directory: it cannot be set any more.)
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    enable_external_access: 'false',
  }
}

async function openStore(instance: DuckDBInstance, path: string): Promise<EventStore | 'outdated'> {
  const writer = await instance.connect()
  const migration = await migrate(writer)
  if (migration.outcome === 'newer') {
    throw new UnusableEventsFile(path, 'newer', `its schema version ${migration.version} is of a later release.`)
  }
  if (migration.outcome === 'outdated') {
    writer.disconnectSync()
    return 'outdated'
  }
  const state = await readWriterState(writer)
  const readers = await openReaders(instance, 2)
  const { slots } = state
  const reading: Reading = {
    readers,
    terms: createTermReader(readers),
    plan: createPlan(readers, slots),
    times: () => state.times,
  }
  const writes = { begun: 0, ended: 0 }
  const memory = createTagMemory(() => (writes.begun === writes.ended ? writes.ended : null))
  state.onAppended.push((rows) => memory.add(rows))
  let lastWrite: Promise<unknown> = Promise.resolve()
  let closed = false

  /** Writes run one after the other: each is one transaction on the one write connection. */
  function queueWrite<Result>(write: () => Promise<Result>): Promise<Result> {
    if (closed) return Promise.reject(new Error('The events store is closed'))
    const written = lastWrite.then(async () => {
      writes.begun++
      try {
        return await write()
      } finally {
        writes.ended++
      }
    })
    lastWrite = written.catch(() => undefined)
    return written
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

  async function sweep(): Promise<number> {
    const swept = await sweepDictionary(readers, writer, state, queueWrite)
    reading.terms.forget()
    return swept
  }

  return {
    offset: async (spool) => state.offsets.get(spool) ?? 0,
    append: (batch) => queueWrite(() => appendBatch(writer, state, batch)),
    listEvents: listEvents(reading),
    findEvent: findEvent(reading),
    edgeEvent: edgeEvent(reading),
    neighbours: neighbours(reading),
    summarizeIssues: summarizeIssues(reading),
    countSeries: countSeries(reading),
    matchIssues: matchIssues(reading),
    searchEvents: searchEvents(reading),
    countTags: countTags(reading, slots, memory, queueWrite),
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
        reading.terms.forget()
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
      instance.closeSync()
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
