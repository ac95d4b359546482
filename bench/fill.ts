/** A data folder with many events, made once and kept below .cache/, through the store ports. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ensureFirstOrganization } from '../src/server/bootstrap.ts'
import { prepareRecord, type PreparedEvent } from '../src/server/digest/prepare.ts'
import { recordRun } from '../src/server/digest/record.ts'
import { createSteps } from '../src/server/digest/steps.ts'
import type { ProjectSettings, Receipt } from '../src/server/digest/types.ts'
import { openStorage } from '../src/server/storage/open.ts'
import { makeEnvelope, makeEvent } from './event.ts'

const cache = path.join(import.meta.dirname, '../.cache/bench')
const batchSize = 2000
const days = 90
const dayMs = 86_400_000
/** The name of the spool that these events seem to come from; the server's own spool begins at 0. */
const spool = '0'.repeat(32)

/** `events` events in a hundredth as many issues (Zipf: few issues have most of them), spread over 90 days. */
export async function filledFolder(events: number): Promise<string> {
  const folder = path.join(cache, `${events}`)
  if (existsSync(path.join(folder, 'complete'))) return folder
  const building = `${folder}.building`
  await rm(building, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  await mkdir(building, { recursive: true })
  const storage = await openStorage({ directory: building, duckdbMemoryMb: 1000 })
  const now = Date.now()
  const { organization } = await ensureFirstOrganization(storage.meta, now)
  const [project] = await storage.meta.listProjects(organization.id)
  if (project === undefined) throw new Error('no project')
  const settings: ProjectSettings = {
    id: project.id,
    organizationId: project.organizationId,
    slug: project.slug,
    platform: null,
    ...project.settings,
  }
  const issues = Math.max(10, Math.floor(events / 100))
  const steps = createSteps()
  const templates = new Map<number, PreparedEvent>()

  /** One event of each issue goes through the digest; the others are that one with an id, a time and a user of their own. */
  function prepare(number: number): PreparedEvent {
    const receivedAt = Math.floor(now - days * dayMs + (number / events) * days * dayMs)
    const issue = pickIssue(issues, number)
    const template = templates.get(issue)
    if (template !== undefined) return vary(template, number, receivedAt)
    const event = makeEvent({ number, issue, timestamp: receivedAt / 1000 })
    const record = { position: number, receipt: receiptAt(settings.id, receivedAt), envelope: makeEnvelope(event) }
    const [prepared] = prepareRecord(steps, record, settings).events
    if (prepared === undefined) throw new Error('the bench event was not digested')
    templates.set(issue, prepared)
    return prepared
  }

  for (let first = 0; first < events; first += batchSize) {
    const to = Math.min(events, first + batchSize)
    const prepared = Array.from({ length: to - first }, (_, index) => prepare(first + index))
    const rows = await recordRun(storage, { spool, from: first, to, events: prepared, outcomes: [] })
    await storage.events.append({ spool, from: first, to, rows })
    if (first % 100_000 === 0) console.log(`  filled ${first} of ${events}`)
  }
  await storage.close()
  await writeFile(path.join(building, 'complete'), '')
  await rename(building, folder)
  return folder
}

function vary(template: PreparedEvent, number: number, receivedAt: number): PreparedEvent {
  const eventId = randomBytes(16).toString('hex')
  const place = { position: number, receivedAt, eventId }
  const userKey = `id:${number % 5000}`
  const tags = template.row.tags.map(([key, value]): [string, string] =>
    key === 'user' ? [key, userKey] : [key, value],
  )
  return {
    ...template,
    ...place,
    json: template.json.replace(template.eventId, eventId),
    occurrence: { ...template.occurrence, ...place, timestamp: receivedAt },
    row: { ...template.row, ...place, timestamp: receivedAt, userKey, userId: String(number % 5000), tags },
  }
}

/** Issue numbers by a Zipf-like law: log-uniform. Deterministic, so that a folder can be made again. */
function pickIssue(issues: number, number: number): number {
  const uniform = ((number * 2_654_435_761) % 4_294_967_296) / 4_294_967_296
  return Math.floor(issues ** uniform)
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
