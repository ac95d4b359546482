import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { describeReplayStore } from '../contract.ts'
import type { ReplayStore } from '../port.ts'
import { openSqliteReplays } from './open.ts'

let directory: string
let opened: ReplayStore[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lapwing-replays-'))
  opened = []
})
afterEach(async () => {
  for (const store of opened) await store.close()
  rmSync(directory, { recursive: true })
})

describeReplayStore('SQLite', () => ({
  async open() {
    const store = await openSqliteReplays(join(directory, 'replays.sqlite'))
    opened.push(store)
    return store
  },
}))
