import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { describeUserSessionStore } from '../contract.ts'
import type { UserSessionStore } from '../port.ts'
import { openSqliteUserSessions } from './open.ts'

let directory: string
let opened: UserSessionStore[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lapwing-user-sessions-'))
  opened = []
})
afterEach(async () => {
  for (const store of opened) await store.close()
  rmSync(directory, { recursive: true })
})

describeUserSessionStore('SQLite', () => ({
  async open() {
    const store = await openSqliteUserSessions(join(directory, 'observability.sqlite'))
    opened.push(store)
    return store
  },
}))
