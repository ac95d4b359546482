/** The only place that knows which engines there are. */
import { access, mkdir, readdir } from 'node:fs/promises'
import { openDiskBlobs } from './blobs/disk/open.ts'
import { openDuckdbEvents } from './events/duckdb/open.ts'
import { openSqliteMeta } from './meta/sqlite/open.ts'
import type { MetaStore } from './meta/port.ts'
import { openSqliteUserSessions } from './observability/sqlite/open.ts'
import { openSqlitePayloads } from './payloads/sqlite/open.ts'
import { storagePaths } from './paths.ts'
import { openSqliteReplays } from './replays/sqlite/open.ts'
import { openSqliteSessions } from './sessions/sqlite/open.ts'
import type { Storage } from './storage.ts'

export interface StorageOptions {
  /** The data folder. */
  directory: string
  duckdbMemoryMb: number
}

/** Opens all stores of a data folder, migrating them to this version's schema. One process at a time. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const paths = storagePaths(options.directory)
  await mkdir(options.directory, { recursive: true })
  await refuseLostMeta(paths)
  // The columnar file first: its lock is what keeps a second server out.
  const events = await openDuckdbEvents(paths.events, { memoryLimitMb: options.duckdbMemoryMb })
  const meta = await openMeta(options.directory)
  const payloads = await openSqlitePayloads(paths.payloads)
  const blobs = await openDiskBlobs(paths.blobs)
  const sessions = await openSqliteSessions(paths.sessions)
  const replays = await openSqliteReplays(paths.replays)
  const userSessions = await openSqliteUserSessions(paths.userSessions)
  return {
    meta,
    payloads,
    events,
    blobs,
    sessions,
    replays,
    userSessions,
    async close() {
      await userSessions.close()
      await replays.close()
      await sessions.close()
      await blobs.close()
      await events.close()
      await payloads.close()
      await meta.close()
    },
  }
}

/** The meta store alone, for commands that may run beside the server. */
export async function openMeta(directory: string): Promise<MetaStore> {
  await mkdir(directory, { recursive: true })
  return openSqliteMeta(storagePaths(directory).meta)
}

/** Payloads without the meta file: starting would show an empty Lapwing over data that is there. */
async function refuseLostMeta(paths: { meta: string; payloads: string }): Promise<void> {
  if (await exists(paths.meta)) return
  const days = (await exists(paths.payloads)) ? await readdir(paths.payloads) : []
  if (!days.some((name) => name.endsWith('.sqlite'))) return
  throw new Error(
    `${paths.meta} is missing, but ${paths.payloads} holds events. Restore meta.sqlite from a backup, or move the data folder ` +
      'away to begin anew',
  )
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
