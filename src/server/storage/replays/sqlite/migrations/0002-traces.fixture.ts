import { expect } from 'vitest'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import type { ReplayStore } from '../../port.ts'
import { initialFixture } from './0001-initial.fixture.ts'

/** 2026-11-21T12:00:00Z. */
const noon = 1_795_262_400_000
const traceId = 'ce'.repeat(16)

/** The link that waits knows the trace of its event. */
export const tracesFixture: MigrationFixture<ReplayStore> = {
  version: 2,
  sha256: '4b15a4918b4b0557f092eec2a54ef8f17ef1320174fec0d88b14056585a7add6',
  fill: `${initialFixture.fill}; UPDATE waiting_links SET trace_id = '${traceId}'`,
  async check(store) {
    const segment = {
      position: 42,
      organizationId: 3,
      projectId: 7,
      receivedAt: noon,
      replayId: 'ab'.repeat(16),
      segmentId: 0,
      replayType: 'buffer',
      startedAt: noon,
      finishedAt: noon,
      told: null,
      recording: null,
    } as const
    await store.record({ spool: 'spool-1', to: 50, segments: [segment], links: [] })
    const found = await store.find({ projectIds: [7], replayId: segment.replayId, viewerId: null })
    expect(found).toMatchObject({ countWarnings: 1, traceIds: [traceId] })
  },
}
