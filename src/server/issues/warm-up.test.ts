import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bootstrap } from '../bootstrap.ts'
import { openStorage } from '../storage/open.ts'
import { warmUp } from './warm-up.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'lapwing-warm-'))
afterAll(() => rmSync(directory, { recursive: true }))

test('reads the start page of the first organization, if there is one', async () => {
  const storage = await openStorage({ directory, duckdbMemoryMb: 64 })
  const asked: string[] = []
  const meta = {
    ...storage.meta,
    searchIssues: (search: Parameters<typeof storage.meta.searchIssues>[0]) => {
      asked.push(search.sort)
      return storage.meta.searchIssues(search)
    },
  }
  await warmUp({ ...storage, meta }, 'http://localhost', Date.now())
  expect(asked).toEqual([])
  await bootstrap(storage.meta, 'http://localhost', Date.now())
  await warmUp({ ...storage, meta }, 'http://localhost', Date.now())
  expect(asked).toEqual(['date'])
  await storage.close()
})
