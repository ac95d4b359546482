import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runJob } from '../../src/server/jobs/run-job.ts'
import { openStorage } from '../../src/server/storage/open.ts'
import { type ApiClient, eventually, signIn } from '../support/client.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { kinds, startLoad } from './load.ts'

const kills = 4

let folder = { path: '', remove: async () => {} }
let server: BootedServer | null = null
beforeAll(async () => {
  folder = await temporaryFolder('delete')
})
afterAll(async () => {
  await server?.kill()
  await folder.remove()
})

const list = '/organizations/lapwing/issues/'

interface ListedIssue {
  id: string
  count: string
}

async function readIssues(client: ApiClient): Promise<ListedIssue[]> {
  const issues = await client.get(`${list}?query=&limit=100`)
  if (!Array.isArray(issues)) throw new Error('the issue list is no list')
  return issues
}

test('deletions and merges that were answered are finished after SIGKILLs, and nothing else is touched', async () => {
  let booted = await bootServer({ data: folder.path })
  server = booted
  const port = Number(new URL(booted.url).port)
  const load = startLoad(() => booted.dsn, { senders: 8 })
  await load.reach(kinds * 150)
  await load.finish()

  let client = await signIn(booted)
  const before = await eventually(async () => {
    const issues = await readIssues(client)
    const counted = issues.reduce((sum, { count }) => sum + Number(count), 0)
    return counted === load.acknowledged.size && issues.map(({ id }) => id)
  })
  expect(before).toHaveLength(kinds)
  const [gone = '', alsoGone = '', parent = '', child = '', ...rest] = before
  expect((await client.send('DELETE', `${list}${gone}/`, undefined)).status).toBe(202)
  expect((await client.send('PUT', `${list}?id=${parent}&id=${child}`, { merge: 1 })).status).toBe(200)
  expect((await client.send('DELETE', `${list}?id=${alsoGone}`, undefined)).status).toBe(204)
  for (let kill = 0; kill < kills; kill++) {
    await booted.kill()
    booted = await bootServer({ data: folder.path, port })
    server = booted
    await delay(Math.random() * 150)
  }
  client = await signIn(booted)
  expect(await readIssues(client)).toHaveLength(1 + rest.length)
  await eventually(async () => {
    const merged = await client.get(`${list}${child}/events/?per_page=100`)
    return Array.isArray(merged) && merged.length === 100
  })
  expect(await booted.stop()).toBe(0)
  server = null

  const storage = await openStorage({ directory: folder.path, duckdbMemoryMb: 160 })
  try {
    // What the last stop left is what the next start would do.
    const context = { storage, spool: '', signal: new AbortController().signal, pause: async () => undefined }
    for (const job of await storage.meta.listJobs(10)) await runJob(job, true, context)
    const left = await storage.meta.findIssues(before.map(Number))
    const stored: string[] = []
    for (const spool of await storage.payloads.spools()) {
      const page = await storage.payloads.range(spool, 0, Number.MAX_SAFE_INTEGER, 1_000_000)
      stored.push(...page.map(({ eventId }) => eventId))
    }
    let rows = 0
    for (const issue of left) {
      const query = { issueId: issue.id, environments: null, start: null, end: null }
      const events = await storage.events.listEvents({ ...query, limit: 10_000, after: null })
      expect([issue.id, events.length]).toEqual([issue.id, issue.timesSeen])
      rows += events.length
    }
    expect(stored).toHaveLength(rows)
    expect(new Set(stored).size).toBe(rows)
    for (const id of [gone, alsoGone]) {
      expect(await storage.events.listEventKeys({ issueIds: [Number(id)] }, 10)).toEqual([])
    }
  } finally {
    await storage.close()
  }
}, 180_000)
