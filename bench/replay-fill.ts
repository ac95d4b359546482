/** A data folder with many replays, made once and kept below .cache/, through the store port and so the digest's own folding code. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ensureFirstOrganization } from '../src/server/bootstrap.ts'
import { createProject } from '../src/server/projects/create.ts'
import { openStorage } from '../src/server/storage/open.ts'
import type { ReplayLink, ReplaySegment } from '../src/server/storage/replays/records.ts'
import type { Storage } from '../src/server/storage/storage.ts'
import { type ReplayShape, replayTraffic } from './replay-traffic.ts'

const cache = path.join(import.meta.dirname, '../.cache/bench')
/** Segments a run of the digest. */
const batchSize = 500
const projectCount = 10
const spool = '0'.repeat(32)

/** How long it took to fold how many segments. */
interface Filled {
  segments: number
  seconds: number
}

/** `replays` over 90 days, of ten projects. Null where the folder was there. */
export async function replayFolder(replays: number): Promise<{ folder: string; filled: Filled | null }> {
  const folder = path.join(cache, `replays-${replays}`)
  if (existsSync(path.join(folder, 'complete'))) return { folder, filled: null }
  const building = `${folder}.building`
  await rm(building, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  const storage = await openStorage({ directory: building, duckdbMemoryMb: 50 })
  const filled = await fill(storage, await createShape(storage, replays))
  await storage.close()
  await writeFile(path.join(building, 'complete'), '')
  await rename(building, folder)
  return { folder, filled }
}

async function createShape({ meta }: Storage, replays: number): Promise<ReplayShape> {
  const end = Date.now()
  const { organization } = await ensureFirstOrganization(meta, end)
  for (let number = 1; number < projectCount; number++) {
    const name = `bench-${number}`
    const organizationId = organization.id
    await createProject(meta, { organizationId, name, slug: name, platform: 'javascript', teamId: null, now: end })
  }
  const projects = await meta.listProjects(organization.id)
  return { replays, days: 90, end, organizationId: organization.id, projectIds: projects.map(({ id }) => id) }
}

async function fill({ replays }: Storage, shape: ReplayShape): Promise<Filled> {
  let batch: { segments: ReplaySegment[]; links: ReplayLink[] } = { segments: [], links: [] }
  let [seconds, segments, to] = [0, 0, 0]
  const flush = async (): Promise<void> => {
    const started = performance.now()
    await replays.record({ spool, to, ...batch })
    seconds += (performance.now() - started) / 1000
    segments += batch.segments.length
    batch = { segments: [], links: [] }
  }
  for (const replay of replayTraffic(shape)) {
    batch.segments.push(...replay.segments)
    batch.links.push(...replay.links)
    to++
    if (batch.segments.length >= batchSize) await flush()
    if (to % 100_000 === 0) console.log(`  ${to} replays, ${Math.round(segments / seconds)} segments/s`)
  }
  await flush()
  return { segments, seconds }
}
