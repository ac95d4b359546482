import { expect } from 'vitest'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import type { ReplayStore } from '../../port.ts'
import { tracesFixture } from './0002-traces.fixture.ts'

/** 2026-11-21T12:00:00Z. */
const noon = 1_795_262_400_000
const replayId = 'ab'.repeat(16)

/** An event of project 7 waits for its replay, which is project 9's of the same organisation. */
export const projectsFixture: MigrationFixture<ReplayStore> = {
  version: 3,
  sha256: '75dafad46b3762b20ca474b91714024b05e8c0951e9bdfea002370239fb522d7',
  fill: `${tracesFixture.fill}; INSERT INTO projects VALUES (7, 3)`,
  async check(store) {
    const segment = {
      position: 42,
      organizationId: 3,
      projectId: 9,
      receivedAt: noon,
      replayId,
      segmentId: 0,
      replayType: 'buffer',
      startedAt: noon,
      finishedAt: noon,
      told: null,
      recording: null,
    } as const
    await store.record({ spool: 'spool-1', to: 50, segments: [segment], links: [] })
    expect(await store.find({ projectIds: [9], replayId, viewerId: null })).toMatchObject({ countWarnings: 1 })
  },
}
