import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeEvent, seedOrganization, storeEvents } from './http/testing/seed.ts'
import { testNow } from './http/testing/test-api.ts'
import { openStorage } from './storage/open.ts'
import type { Storage } from './storage/storage.ts'
import { warmUp } from './warm-up.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'lapwing-warm-'))
afterAll(() => rmSync(directory, { recursive: true }))

test('reads the start page of the first organization, some events and the tags of its largest issues, if there are any', async () => {
  const storage = await openStorage({ directory, duckdbMemoryMb: 64 })
  const searched: string[] = []
  const counted: number[] = []
  const read: string[] = []
  const asked: number[] = []
  /** So many events are said of each issue. */
  let timesSeen = 99_999
  const watched: Storage = {
    ...storage,
    meta: {
      ...storage.meta,
      async searchIssues(search) {
        searched.push(search.sort)
        const found = await storage.meta.searchIssues(search)
        return { ...found, issues: found.issues.map((issue) => ({ ...issue, timesSeen })) }
      },
    },
    payloads: {
      ...storage.payloads,
      read(projectId, eventId, receivedAt) {
        read.push(eventId)
        // The first is past its retention.
        return read.length === 1 ? Promise.resolve(null) : storage.payloads.read(projectId, eventId, receivedAt)
      },
    },
    sessions: {
      ...storage.sessions,
      summarize(query) {
        asked.push(query.end - query.start)
        return storage.sessions.summarize(query)
      },
    },
    events: {
      ...storage.events,
      countTags(query) {
        counted.push(query.issueId)
        return storage.events.countTags(query)
      },
    },
  }
  const warm = () => warmUp(watched, 'http://localhost', testNow)
  await warm()
  expect(searched).toEqual([])
  const { project } = await seedOrganization(storage, 'shop', testNow)
  const issueIds = await storeEvents(
    storage,
    Array.from({ length: 11 }, (_, number) => number).map((number) =>
      makeEvent(project, number, testNow, { group: `${number}` }),
    ),
  )
  await warm()
  expect(searched).toEqual(['date', 'freq'])
  expect(new Set(read).size).toBe(11)
  expect(counted).toEqual([])
  expect(asked).toEqual([])
  timesSeen = 100_000
  const session = { projectId: project.id, release: 'shop@1.0.0', environment: '', firstStarted: testNow }
  const spool = 'of-sessions'
  await storage.meta.recordBatch({ spool, from: 0, to: 1, occurrences: [], outcomes: [], sessions: [session] })
  await warm()
  expect(asked).toEqual([90 * 86_400_000])
  expect(counted).toHaveLength(3)
  for (const id of counted) expect(issueIds).toContain(id)
  await storage.close()
})
