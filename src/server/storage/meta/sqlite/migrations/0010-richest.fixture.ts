import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { replaysFixture } from './0009-replays.fixture.ts'

/** Issues have a column more. */
const fill = replaysFixture.fill.replaceAll(
  /^(INSERT INTO issues VALUES \([^;]*)\);$/gm,
  `$1, '[[3,100,110,"${'a'.repeat(32)}"]]');`,
)

/** A database as version 10 left it. */
export const richestFixture: MigrationFixture<MetaStore> = {
  version: 10,
  sha256: '4fdd854f23202f8e618db269701acba93d147990623b2e32d10cdc398af3161c',
  fill,
  async check(store) {
    const recommendedEvent = { eventId: 'a'.repeat(32), timestamp: 100, receivedAt: 110, parts: 3 }
    expect(await store.findIssue(9)).toMatchObject({ recommendedEvent })
  },
}
