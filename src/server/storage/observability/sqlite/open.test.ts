import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeUserSessionStore } from '../contract.ts'
import { describeAgainstModel } from '../contract/against-model.ts'
import { describeCutting } from '../contract/cutting.ts'
import { idOf, source, type UserSessionHarness } from '../contract/harness.ts'
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

describe('user sessions whose ids begin alike', () => {
  it('take no longer than others', async () => {
    const took = async (spool: string, idAt: (n: number) => string) => {
      const store = await harness().open()
      const started = performance.now()
      for (let batch = 0; batch < 10; batch++) {
        const sources = Array.from({ length: 1000 }, (_, i) => {
          const n = batch * 1000 + i
          return source('session', n, { id: idAt(n), user: n, position: batch * 100 })
        })
        await store.record({ spool, to: (batch + 1) * 100, sources })
      }
      return performance.now() - started
    }
    const others = await took('others', (n) => idOf('session', n))
    const alike = await took('alike', (n) => n.toString(16).padStart(32, '0'))
    // Looked for by their beginnings they took 11 times as long at 5,000, and more the more there were.
    expect(alike / others).toBeLessThan(8)
  })
})
