/** A data folder with many events, made once and kept below .cache/, through the store ports. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ensureFirstOrganization } from '../src/server/bootstrap.ts'
import { nothingPrepared, prepareRecord, type PreparedEvent } from '../src/server/digest/prepare.ts'
import { recordRun } from '../src/server/digest/record.ts'
import { createSteps } from '../src/server/digest/steps.ts'
import type { ProjectSettings, Receipt } from '../src/server/digest/types.ts'
import { createProject } from '../src/server/projects/create.ts'
import { openStorage } from '../src/server/storage/open.ts'
import type { Storage } from '../src/server/storage/storage.ts'
import { detailsOf, issueOf, type Shape, timeOf } from './distribution.ts'
import { makeEnvelope, makeEvent } from './event.ts'

const cache = path.join(import.meta.dirname, '../.cache/bench')
const batchSize = 2000
/** So many events go through the whole digest; the others are one of them with an id, a time, an issue, tags and a user of their own. */
const templateCount = 500
/** The name of the spool that these events seem to come from; the server's own spool begins at 0. */
const spool = '0'.repeat(32)

/** `events` events in a hundredth as many issues of 20 projects, spread over 90 days. */
export async function filledFolder(events: number): Promise<string> {
  const folder = path.join(cache, `${events}`)
  if (existsSync(path.join(folder, 'complete'))) return folder
  const building = `${folder}.building`
  await rm(building, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  const storage = await openStorage({ directory: building, duckdbMemoryMb: 1000 })
  const shape: Shape = { events, issues: Math.max(10, Math.floor(events / 100)), projects: 20, end: Date.now() }
  const projects = await createProjects(storage, shape)
  const prepare = await createTemplates(projects, shape)
  for (let first = 0; first < events; first += batchSize) {
    const to = Math.min(events, first + batchSize)
    const prepared = Array.from({ length: to - first }, (_, index) => prepare(first + index))
    const rows = await recordRun(storage, {
      spool,
      from: first,
      to,
      ...nothingPrepared(),
      events: prepared,
    })
    await storage.events.append({ spool, from: first, to, rows })
    if (first % 100_000 === 0) console.log(`  filled ${first} of ${events}`)
  }
  await storage.close()
  await writeFile(path.join(building, 'complete'), '')
  await rename(building, folder)
  return folder
}

async function createProjects(storage: Storage, shape: Shape): Promise<ProjectSettings[]> {
  const { organization } = await ensureFirstOrganization(storage.meta, shape.end)
  for (let number = 1; number < shape.projects; number++) {
    const name = `bench-${number}`
    const platform = 'javascript'
    const organizationId = organization.id
    await createProject(storage.meta, { organizationId, name, slug: name, platform, teamId: null, now: shape.end })
  }
  const projects = await storage.meta.listProjects(organization.id)
  return projects.map(({ id, organizationId, slug, settings }) => ({
    id,
    organizationId,
    slug,
    platform: null,
    ...settings,
  }))
}

async function createTemplates(projects: ProjectSettings[], shape: Shape): Promise<(number: number) => PreparedEvent> {
  const steps = createSteps()
  const [settings] = projects
  if (settings === undefined) throw new Error('no project')
  const templates = Array.from({ length: templateCount }, (_, issue) => {
    const event = makeEvent({ number: issue, issue, timestamp: shape.end / 1000 })
    const record = { position: issue, receipt: receiptAt(settings.id, shape.end), envelope: makeEnvelope(event) }
    const [prepared] = prepareRecord(steps, record, settings).events
    if (prepared === undefined) throw new Error('the bench event was not digested')
    return prepared
  })
  return (number) => {
    const issue = issueOf(shape, number)
    const template = templates[issue % templateCount]
    const project = projects[issue % projects.length]
    if (template === undefined || project === undefined) throw new Error('no template')
    return vary(template, shape, number, issue, project.id)
  }
}

function vary(template: PreparedEvent, shape: Shape, number: number, issue: number, projectId: number): PreparedEvent {
  const receivedAt = timeOf(shape, number)
  const details = detailsOf(shape, number, issue)
  const { environment, release, userId } = details
  const eventId = digest(`event ${number}`)
  const userKey = `id:${userId}`
  const place = { position: number, receivedAt, eventId, projectId }
  const title = `${template.row.title} in feature ${issue}`
  const hashes = [digest(`issue ${issue}`)]
  return {
    ...template,
    ...place,
    json: rewrite(template, { eventId, projectId, receivedAt, hash: hashes[0] ?? '' }),
    occurrence: {
      ...template.occurrence,
      ...place,
      timestamp: receivedAt,
      hashes,
      title,
      environment,
      release,
      userKey,
    },
    row: {
      ...template.row,
      ...place,
      timestamp: receivedAt,
      title,
      environment,
      release,
      browserName: details.browser,
      osName: details.os,
      serverName: details.serverName,
      url: details.url,
      userKey,
      userId,
      userEmail: `person${userId}@example.com`,
      tags: details.tags,
      primaryHash: hashes[0] ?? '',
    },
  }
}

/** The stored text as the digest would have written it for this event, without parsing it again. */
function rewrite(
  { json, eventId, occurrence }: PreparedEvent,
  own: { eventId: string; projectId: number; receivedAt: number; hash: string },
): string {
  const hashes = JSON.stringify(occurrence.hashes)
  return json
    .replace(eventId, own.eventId)
    .replace(/"project":\d+/, `"project":${own.projectId}`)
    .replace(/"timestamp":[\d.]+/, `"timestamp":${own.receivedAt / 1000}`)
    .replaceAll(hashes, JSON.stringify([own.hash]))
}

function digest(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

function receiptAt(projectId: number, receivedAt: number): Receipt {
  return {
    projectId,
    publicKey: 'bench',
    receivedAt,
    clientIp: '203.0.113.7',
    userAgent: null,
    clientHints: {},
    origin: null,
    client: 'bench/1',
  }
}
