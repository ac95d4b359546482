import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe } from 'vitest'
import { describeUserSessionStore } from '../contract.ts'
import { describeAgainstModel } from '../contract/against-model.ts'
import { describeCutting } from '../contract/cutting.ts'
import type { UserSessionHarness } from '../contract/harness.ts'
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

const harness = (mostNew?: number): UserSessionHarness => ({
  async open() {
    const store = await openSqliteUserSessions(join(directory, 'observability.sqlite'), { mostNew })
    opened.push(store)
    return store
  },
})

describeUserSessionStore('SQLite', () => harness())

describe('user session store on SQLite that files early', () => {
  describeAgainstModel(() => harness(2))
  describeCutting(() => harness(2))
})
