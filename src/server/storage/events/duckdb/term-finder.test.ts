import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { eventRow, hexIdOf } from '../sample-rows.ts'
import { openDuckdbEvents } from './open.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'lapwing-terms-'))
afterAll(() => rmSync(directory, { recursive: true }))

it('what was not there is found once it is, and what went is not', async () => {
  const store = await openDuckdbEvents(path.join(directory, 'events.duckdb'))
  const search = (value: string) => ({
    projectIds: [1, 2],
    environments: null,
    start: null,
    end: null,
    where: { kind: 'tag', key: 'plan', match: { kind: 'equals', value } } as const,
    issueIds: null,
    figures: ['events' as const],
  })
  const count = async (value: string) => (await store.matchIssues(search(value))).events[0] ?? 0
  let position = 0
  const append = async (projectId: number, value: string) => {
    const row = eventRow({ eventId: hexIdOf(++position), projectId, issueId: projectId, tags: [['plan', value]] })
    await store.append({ spool: 'spool', from: position - 1, to: position, rows: [row] })
  }
  for (let round = 0; round < 2; round++) {
    expect([await count('pro'), await count('free')]).toEqual([0, 0])
    await append(1, 'pro')
    expect([await count('pro'), await count('free')]).toEqual([1, 0])
    await append(1, 'pro')
    await append(2, 'free')
    expect([await count('pro'), await count('free')]).toEqual([2, 1])
    await store.deleteProject(1)
    await store.deleteProject(2)
  }
  // Asked while a batch is under way: either answer, but the next one is right.
  await Promise.all([count('late'), append(2, 'late'), count('late')])
  expect(await count('late')).toBe(1)
  await store.close()
})
