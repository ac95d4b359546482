import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from '../../config.ts'
import { dayMs, dayOf } from '../../storage/blobs/key.ts'
import { everything } from '../../storage/condition.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import { openMeta, openStorage } from '../../storage/open.ts'
import { storagePaths } from '../../storage/paths.ts'
import type { Storage } from '../../storage/storage.ts'
import { listSegments } from '../../storage/spool/segments.ts'
import type { Finding } from './finding.ts'

/** Opens the stores, runs their own integrity checks and holds their offsets against each other and the spool. */
export async function checkStores(config: Config): Promise<Finding[]> {
  let storage: Storage
  try {
    storage = await openStorage({ directory: config.data, duckdbMemoryMb: config.duckdbMemoryMb })
  } catch (error) {
    return checkMetaAlone(config, error)
  }
  try {
    const findings: Finding[] = []
    for (const [name, store] of [
      ['meta store', storage.meta],
      ['payload store', storage.payloads],
      ['events view', storage.events],
      ['blob store', storage.blobs],
      ['sessions view', storage.sessions],
      ['replays view', storage.replays],
      ['user sessions view', storage.userSessions],
    ] as const) {
      const faults = await store.checkIntegrity()
      if (faults.length === 0) findings.push({ state: 'ok', what: `${name}: sound` })
      for (const fault of faults) {
        findings.push({ state: 'broken', what: `${name}: ${fault}`, advice: adviceFor(name, config) })
      }
    }
    return [
      ...findings,
      ...(await checkOffsets(storage, config)),
      ...(await checkSessions(storage, config)),
      ...(await checkReplays(storage, config)),
    ]
  } finally {
    await storage.close()
  }
}

/** The stores did not open; the meta store can be looked at all the same. */
async function checkMetaAlone(config: Config, error: unknown): Promise<Finding[]> {
  const message = error instanceof Error ? error.message : String(error)
  // The columnar file is locked while a server runs: nothing is broken then.
  const isLocked = error instanceof Error && 'reason' in error && error.reason === 'locked'
  const findings: Finding[] = [
    isLocked
      ? {
          state: 'warning',
          what: `a server is running on ${config.data}`,
          advice: 'only what can be looked at beside it was checked; stop it and run doctor again to check all of it',
        }
      : { state: 'broken', what: `the stores could not be opened: ${message}`, advice: 'do what the message says' },
  ]
  try {
    const meta = await openMeta(config.data)
    const faults = await meta.checkIntegrity()
    await meta.close()
    if (faults.length === 0) findings.push({ state: 'ok', what: 'meta store: sound' })
    for (const fault of faults) {
      findings.push({ state: 'broken', what: `meta store: ${fault}`, advice: adviceFor('meta store', config) })
    }
  } catch (error) {
    findings.push({ state: 'broken', what: `meta store: ${String(error)}`, advice: adviceFor('meta store', config) })
  }
  return findings
}

async function checkOffsets(storage: Storage, config: Config): Promise<Finding[]> {
  const paths = storagePaths(config.data)
  const id = await readFile(path.join(paths.spool, 'id'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
  if (id === null) return [{ state: 'ok', what: 'offsets: nothing was spooled yet' }]
  const meta = await storage.meta.offset(id)
  const events = await storage.events.offset(id)
  const [oldest] = await listSegments(paths.spool)
  const positions = `meta at ${meta}, events at ${events}`
  if (events > meta) {
    return [
      {
        state: 'broken',
        what: `offsets: ${positions}: the events view is ahead of the meta store`,
        advice: `restore both from one backup, or move ${paths.events} away: it is rebuilt from the payloads at the next start`,
      },
    ]
  }
  if (oldest !== undefined && oldest.base > meta) {
    return [
      {
        state: 'broken',
        what: `offsets: ${positions}, but the spool begins at ${oldest.base}: segments in between are gone`,
        advice: 'restore the spool or a meta.sqlite of the same time; what was in between is not digested',
      },
    ]
  }
  const lag = events < meta ? '; the next start catches the events view up' : ''
  return [{ state: 'ok', what: `offsets: ${positions}${lag}` }]
}

/** A lost file is begun anew at the start: nothing else would tell. */
async function checkSessions({ meta, sessions }: Storage, config: Config): Promise<Finding[]> {
  const projects = await listAllProjects(meta)
  const told = projects.filter(({ hasSessions }) => hasSessions).map(({ id }) => id)
  if (told.length === 0 || (await sessions.listSpans({ projectIds: told, releases: null })).length > 0) return []
  return [
    {
      state: 'warning',
      what: 'sessions view: empty, though projects have sent sessions',
      advice: `unless all were older than the retention: stop the server and restore ${storagePaths(config.data).sessions} from a backup`,
    },
  ]
}

/**
 * The same of replays. Others may have come since: then there are recordings older than the oldest of them. Their day goes one day after their rows, and a
 * replay may begin before midnight. A recording does not say which replay it is of, so nothing is rebuilt from them.
 */
async function checkReplays({ meta, replays, blobs }: Storage, config: Config): Promise<Finding[]> {
  const projects = await listAllProjects(meta)
  const told = projects.filter(({ hasReplays }) => hasReplays).map(({ id }) => id)
  if (told.length === 0) return []
  const advice = `stop the server and restore ${storagePaths(config.data).replays} from a backup: recordings do not say which replay they are of, so it cannot be rebuilt from them`
  const [first] = await replays.search({
    projectIds: told,
    environments: null,
    where: everything,
    start: 0,
    end: Number.MAX_SAFE_INTEGER,
    sort: { key: 'startedAt', descending: false },
    limit: 1,
    offset: 0,
    viewerId: null,
  })
  if (!first) {
    return [
      {
        state: 'warning',
        what: 'replays view: empty, though projects have sent replays',
        advice: `unless all were older than the retention: ${advice}`,
      },
    ]
  }
  const [oldest] = await blobs.list('replays', { after: null, limit: 1 })
  if (!oldest || oldest.at + 2 * dayMs > first.startedAt) return []
  const [begins, recorded] = [dayOf(first.startedAt), dayOf(oldest.at)]
  return [
    { state: 'warning', what: `replays view: begins ${begins}, though there are recordings of ${recorded}`, advice },
  ]
}

async function listAllProjects(meta: Storage['meta']): Promise<Project[]> {
  const organizations = await meta.listOrganizations(null)
  return (await Promise.all(organizations.map(({ id }) => meta.listProjects(id)))).flat()
}

function adviceFor(store: string, config: Config): string {
  const paths = storagePaths(config.data)
  if (store === 'events view')
    return `stop the server and move ${paths.events} away: it is rebuilt from the payloads at the next start`
  if (store === 'meta store') return `stop the server and restore ${paths.meta} from a backup`
  if (store === 'sessions view') return `stop the server and restore ${paths.sessions} from a backup`
  if (store === 'replays view') return `stop the server and restore ${paths.replays} from a backup`
  if (store === 'user sessions view') return `stop the server and restore ${paths.userSessions} from a backup`
  if (store === 'blob store')
    return `restore the file from a backup of ${paths.blobs}, or delete it: that attachment or recording is lost`
  return `stop the server and restore the day files of ${paths.payloads} from a backup`
}
