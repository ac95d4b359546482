import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { sessionsFixture } from './0008-sessions.fixture.ts'

/** Projects have a column more. */
const fill = sessionsFixture.fill.replaceAll(/^(INSERT INTO projects VALUES \((\d+).*)\);$/gm, '$1, $2 = 7);')

/** A database as version 9 left it. */
export const replaysFixture: MigrationFixture<MetaStore> = {
  version: 9,
  sha256: '69439854c45022f2c75fb52b992880f39283cb4a050a7dccabb6e612e5e35b4b',
  fill,
  async check(store) {
    expect((await store.findProject(1, 'shop'))?.hasReplays).toBe(true)
  },
}
