import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { describeSessionStore } from '../contract.ts'
import type { SessionStore } from '../port.ts'
import { openSqliteSessions } from './open.ts'

let directory: string
let opened: SessionStore[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lapwing-sessions-'))
  opened = []
})
afterEach(async () => {
  for (const store of opened) await store.close()
  rmSync(directory, { recursive: true })
})

describeSessionStore('SQLite, states filed in threes', () => ({
  async open() {
    const store = await openSqliteSessions(join(directory, 'sessions.sqlite'), { mostNewStates: 3 })
    opened.push(store)
    return store
  },
}))
