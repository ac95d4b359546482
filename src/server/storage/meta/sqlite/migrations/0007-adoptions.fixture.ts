import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { attachmentsFixture } from './0006-attachments.fixture.ts'

/** A database as version 7 left it. */
export const adoptionsFixture: MigrationFixture<MetaStore> = {
  version: 7,
  sha256: '07b99226f621b200a3877a65d2d9bf35f20e316a5d18c1a0cbf467b7c210fc6a',
  fill: `${attachmentsFixture.fill}
INSERT INTO release_adoptions VALUES (1, 7, 'prod', 1040, 1041);
`,
  async check(store) {
    expect(await store.listAdoptions({ releaseIds: [1], projectIds: null, environments: null })).toEqual([
      { releaseId: 1, projectId: 7, environment: 'prod', adoptedAt: 1040, replacedAt: 1041 },
    ])
  },
}
