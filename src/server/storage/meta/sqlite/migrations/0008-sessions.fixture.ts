import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { adoptionsFixture } from './0007-adoptions.fixture.ts'

/** Projects have a column more. */
const fill = adoptionsFixture.fill.replaceAll(/^(INSERT INTO projects VALUES \((\d+).*)\);$/gm, '$1, $2 = 7);')

/** A database as version 8 left it. */
export const sessionsFixture: MigrationFixture<MetaStore> = {
  version: 8,
  sha256: '7b7e9d367915d27ee6629a6d07fa035525c18610a9da876ebb46e92bb7cc7944',
  fill,
  async check(store) {
    expect((await store.findProject(1, 'shop'))?.hasSessions).toBe(true)
  },
}
