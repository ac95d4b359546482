import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { describeMetaStore } from '../contract.ts'
import type { MetaHarness } from '../contract/harness.ts'
import type { MetaStore } from '../port.ts'
import { openSqliteMeta } from './open.ts'

let harness: MetaHarness & { dispose(): Promise<void> }

function temporaryMeta(): typeof harness {
  const directory = mkdtempSync(join(tmpdir(), 'lapwing-meta-'))
  const stores = new Set<MetaStore>()
  return {
    async open() {
      const store = await openSqliteMeta(join(directory, 'meta.sqlite'))
      const own: MetaStore = {
        ...store,
        async close() {
          stores.delete(own)
          await store.close()
        },
      }
      stores.add(own)
      return own
    },
    async dispose() {
      for (const store of stores) await store.close()
      rmSync(directory, { recursive: true })
    },
  }
}

beforeEach(() => {
  harness = temporaryMeta()
})
afterEach(() => harness.dispose())

describeMetaStore('SQLite', () => harness)
