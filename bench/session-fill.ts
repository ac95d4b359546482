/** A data folder with many sessions, made once and kept below .cache/, through the store port and so the digest's own folding code. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ensureFirstOrganization } from '../src/server/bootstrap.ts'
import { createProject } from '../src/server/projects/create.ts'
import { openStorage } from '../src/server/storage/open.ts'
import type { SessionCounts, SessionUpdate } from '../src/server/storage/sessions/port.ts'
import type { Storage } from '../src/server/storage/storage.ts'
import { releaseName, releasesPerProject, type SessionShape, sessionTraffic } from './session-traffic.ts'

const cache = path.join(import.meta.dirname, '../.cache/bench')
/** As the digest makes them from a full spool. */
const batchSize = 4000
const dayMs = 86_400_000
const spool = '0'.repeat(32)

/** `sessions` over 90 days, 200 releases of 10 projects, 5 environments. Gives the folder, and the seconds it took when it was made now. */
export async function sessionFolder(
  sessions: number,
): Promise<{ folder: string; seconds: number | null; records: number }> {
  const folder = path.join(cache, `sessions-${sessions}`)
  if (existsSync(path.join(folder, 'complete'))) return { folder, seconds: null, records: 0 }
  const building = `${folder}.building`
  await rm(building, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  const storage = await openStorage({ directory: building, duckdbMemoryMb: 200 })
  const shape = await createShape(storage, sessions)
  const started = performance.now()
  const records = await fill(storage, shape)
  const seconds = (performance.now() - started) / 1000
  await storage.close()
  await writeFile(path.join(building, 'complete'), '')
  await rename(building, folder)
  return { folder, seconds, records }
}

async function createShape(storage: Storage, sessions: number): Promise<SessionShape> {
  const end = Date.now()
  const { organization } = await ensureFirstOrganization(storage.meta, end)
  for (let number = 1; number < 10; number++) {
    const name = `bench-${number}`
    const organizationId = organization.id
    await createProject(storage.meta, {
      organizationId,
      name,
      slug: name,
      platform: 'javascript',
      teamId: null,
      now: end,
    })
  }
  const projects = await storage.meta.listProjects(organization.id)
  const projectIds = projects.map(({ id }) => id)
  const days = 90
  for (const [project, projectId] of projectIds.entries()) {
    for (let number = 0; number < releasesPerProject; number++) {
      await storage.meta.createRelease({
        organizationId: organization.id,
        version: releaseName(project, number),
        projectIds: [projectId],
        ref: null,
        url: null,
        createdAt: Math.round(end - days * dayMs + (number + project / 10) * (days / releasesPerProject) * dayMs),
        startedAt: null,
        releasedAt: null,
        ownerUserId: null,
        status: null,
        userAgent: null,
      })
    }
  }
  return { sessions, days, end, organizationId: organization.id, projectIds }
}

async function fill(storage: Storage, shape: SessionShape): Promise<number> {
  let batch: { updates: SessionUpdate[]; counts: SessionCounts[] } = { updates: [], counts: [] }
  let [to, sweptAt, minutes] = [0, 0, 0]
  const flush = async (): Promise<void> => {
    await storage.sessions.record({ spool, to, ...batch })
    batch = { updates: [], counts: [] }
  }
  for (const { updates, counts } of sessionTraffic(shape)) {
    batch.updates.push(...updates)
    batch.counts.push(...counts)
    to += updates.length + counts.length
    minutes++
    if (batch.updates.length + batch.counts.length >= batchSize) await flush()
    const day = Math.floor(minutes / 1440)
    if (day > sweptAt) {
      sweptAt = day
      await storage.sessions.sweep(shape.end - (shape.days - day) * dayMs)
      if (day % 5 === 0) console.log(`  day ${day} of ${shape.days}: ${to} records`)
    }
  }
  await flush()
  return to
}
