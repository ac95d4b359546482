import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../sqlite/database.ts'
import { openMigrated } from '../../sqlite/migrate.ts'
import { idOf, noon, source } from '../contract/harness.ts'
import type { FilingProgress } from './filing.ts'
import { findPart } from './parts.ts'
import { recordBatch } from './record.ts'
import { userSessionSchema } from './schema.ts'

let directory: string
let database: Database

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lapwing-filing-'))
  database = openMigrated(join(directory, 'observability.sqlite'), userSessionSchema, {})
})
afterEach(() => {
  database.close()
  rmSync(directory, { recursive: true })
})

const count = (table: string) => Number(database.get(`SELECT count(*) AS count FROM ${table}`)?.['count'])

test('what is too many of the new is filed, from key to key, and found as before', () => {
  const filing: FilingProgress = { ids: null, users: null }
  let position = 0
  function record(...numbers: number[]): void {
    const sources = numbers.map((n) => source('session', n, { user: n, startedAt: noon + n, position: position++ }))
    database.write(() => recordBatch(database, { spool: 'a', to: position, sources }, filing, 4))
  }
  const sizes = () => ['new_ids', 'filed_ids', 'new_users', 'filed_users'].map(count)
  record(1, 2, 3)
  expect(sizes()).toEqual([3, 0, 3, 0])
  record(4, 5, 6)
  expect(sizes()).toEqual([4, 2, 4, 2])
  const [, , first = null] = filing.users ?? []
  expect(first).toBe(2)
  record(7, 8, 9, 10)
  expect(sizes()).toEqual([4, 6, 4, 6])
  expect(filing.users?.[2]).toBe(6)
  record(11)
  expect(filing.users?.[2]).toBe(7)
  record(1)
  expect(count('parts')).toBe(11)
  for (let n = 1; n <= 11; n++) {
    expect(findPart(database, { projectId: 1, kind: 'session', id: idOf('session', n) })?.part.user?.[1]).toBe(n)
  }
})

test('what is removed is in none of the tables, filed or not', () => {
  const filing: FilingProgress = { ids: null, users: null }
  const sources = [1, 2, 3, 4].map((n) => source('session', n, { user: n }))
  database.write(() => recordBatch(database, { spool: 'a', to: 1, sources }, filing, 2))
  database.run('DELETE FROM parts')
  expect(['new_ids', 'filed_ids', 'new_users', 'filed_users'].map(count)).toEqual([0, 0, 0, 0])
})
