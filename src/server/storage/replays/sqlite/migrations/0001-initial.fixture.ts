import { expect } from 'vitest'
import { type Condition, everything } from '../../../condition.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import type { ReplayCondition, ReplayStore } from '../../port.ts'

/** 2026-11-21T12:00:00Z. */
const noon = 1_795_262_400_000
const hours = 498_684
const replayId = 'aa'.repeat(16)
const [eventId, traceId] = ['bb'.repeat(16), 'cc'.repeat(16)]

/** The value of one replay in block 0, as version 1 wrote it: width 0, one value, which is the base. */
function column(field: number, value: number): string {
  const base = Buffer.alloc(8)
  base.writeDoubleLE(value)
  return `(${field * 2 ** 32}, x'0000000001000000${base.toString('hex')}')`
}

const state = {
  startedAt: noon,
  finishedAt: noon + 60_000,
  type: { place: 0, name: 'session' },
  segments: 1,
  clicks: 1,
  dead: 1,
  rage: 0,
  taps: 0,
  hydrationErrors: 0,
  texts: { environment: [0, 'production'], userEmail: [0, 'ann@example.org'] },
  urls: [[0, 0, '/cart']],
  errorIds: [],
  traceIds: [[0, 0, traceId]],
  releases: [],
  tags: [[0, 0, ['plan', 'gold']]],
  elements: [[0, 0, 9]],
  errors: [[noon, eventId]],
  warnings: [],
  infos: [],
}

/** A replay with everything that is searched, a link that waits, a blob to be removed and a deletion. */
export const initialFixture: MigrationFixture<ReplayStore> = {
  version: 1,
  sha256: 'b0c6347d62a0c9903133affd6c6c9faf93fbd7ae094c9ea2c52d0f0d35776c45',
  fill: `
INSERT INTO offsets VALUES ('spool-1', 42);
INSERT INTO deleted_projects VALUES (8);
INSERT INTO replays VALUES (0, x'${replayId}', 7, ${noon}, 0, '${JSON.stringify(state)}');
INSERT INTO segments VALUES (0, 0, ${noon}, ${noon}, ${noon + 60_000}, 1, '${'dd'.repeat(16)}', ${noon}, 'rrweb', 500,
  '[[${noon},3,1,9]]', 'production');
INSERT INTO waiting_links (replay_id, project_id, event_id, level, at, received_at) VALUES (x'${'ab'.repeat(16)}', 7, '${'ee'.repeat(16)}', 'warning', ${noon}, ${noon});
INSERT INTO blocks VALUES (0, 1, ${noon}, ${noon + 60_000});
INSERT INTO fields VALUES (1, 'environment'), (2, 'userEmail'), (3, 'url'), (4, 'tag:plan'), (5, 'click'), (6, 'dead'),
  (7, 'replayType'), (8, 'selector');
INSERT INTO terms VALUES (1, 1, 'production'), (2, 2, 'ann@example.org'), (3, 3, '/cart'), (4, 3, ''), (5, 4, 'gold'), (6, 4, ''),
  (7, 7, 'session'), (8, 5, ''), (9, 5, '["button","save",[],"","","","","","",""]'), (10, 6, ''),
  (11, 6, '["button","save",[],"","","","","","",""]'), (12, 8, ''),
  (13, 8, '["button","save",[],"","","","","","",""]');
INSERT INTO posts SELECT id, 0, x'0000' FROM terms WHERE field IN (3, 4, 5, 6, 8);
INSERT INTO columns VALUES ${[
    column(0, 1),
    column(1, 7),
    column(2, noon),
    column(3, noon + 60_000),
    column(4, 0xaaaaaaaaaaaa),
    column(5, 1),
    column(10, 3),
    column(11, 60),
    column(12, 1),
    column(14, 1),
    column(17, 1),
    column(18, 1),
    column(30, 1),
    column(33, 7),
    column(35, 2),
  ].join()};
INSERT INTO lists VALUES (${2 ** 32}, x'010000000100000003000000'), (${2 * 2 ** 32}, x'010000000100000005000000'),
  (${3 * 2 ** 32}, x'010000000100000009000000');
INSERT INTO ids VALUES (${0xbbbbbbbbbbbb}, 0), (${0xcccccccccccc}, 0);
INSERT INTO dead_clicks VALUES (1, 7, ${hours}, 'production', 13, 1, 0), (24, 7, ${hours - 12}, 'production', 13, 1, 0);
INSERT INTO views VALUES (0, 5, ${noon}, ${noon + 1});
INSERT INTO dead_blobs VALUES (7, '${'ff'.repeat(16)}', ${noon});
INSERT INTO deletions VALUES (1, 3, 7, ${noon}, ${noon + 1}, '["production"]', 'url:/cart', 'pending', 2, ${noon}, ${noon + 1});
`,
  async check(store) {
    expect(await store.offset('spool-1')).toBe(42)
    const conditions: Condition<ReplayCondition>[] = [
      everything,
      { kind: 'text', field: 'userEmail', match: { kind: 'equals', value: 'ann@example.org' } },
      { kind: 'text', field: 'url', match: { kind: 'contains', value: 'CART' } },
      { kind: 'hasTag', key: 'plan' },
      { kind: 'click', clicks: 'dead', parts: [{ part: 'id', match: { kind: 'equals', value: 'save' } }] },
      { kind: 'ids', field: 'errorIds', ids: [eventId] },
      { kind: 'number', field: 'activity', comparison: '=', value: 3 },
    ]
    for (const where of conditions) {
      const found = await store.search({
        projectIds: [7],
        environments: ['production'],
        where,
        start: noon,
        end: noon + 1,
        sort: { key: 'userEmail', descending: false },
        limit: 10,
        offset: 0,
        viewerId: 5,
      })
      expect(found).toMatchObject([{ replayId, countErrors: 1, duration: 60, hasViewed: true, urls: ['/cart'] }])
    }
    expect(await store.find({ projectIds: [7], replayId, viewerId: null })).toMatchObject({
      traceIds: [traceId],
      tags: [['plan', ['gold']]],
      clicks: [{ tag: 'button', id: 'save' }],
    })
    expect(await store.findSegment(7, replayId, 0)).toMatchObject({
      recording: { blobId: 'dd'.repeat(16), bytes: 500 },
    })
    expect(await store.listClicks(7, replayId, { limit: 5, offset: 0 })).toMatchObject([{ nodeId: 3, isDead: true }])
    for (const end of [noon, noon + 86_400_000]) {
      const selectors = await store.listSelectors({
        projectIds: [7],
        environments: null,
        start: end - 86_400_000,
        end,
        sort: { key: 'countDeadClicks', descending: true },
        limit: 5,
        offset: 0,
      })
      expect(selectors).toMatchObject([{ element: { id: 'save' }, countDeadClicks: 1 }])
    }
    expect(await store.listDeadBlobs(5)).toEqual([{ projectId: 7, at: noon, blobId: 'ff'.repeat(16) }])
    expect(await store.findDeletion(7, 1)).toMatchObject({ status: 'pending', countDeleted: 2, query: 'url:/cart' })
    // The link waits for its replay; nothing of a project that is gone is kept.
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
    await store.record({ spool: 'spool-1', to: 50, segments: [segment, { ...segment, projectId: 8 }], links: [] })
    const find = { replayId: segment.replayId, viewerId: null }
    expect(await store.find({ ...find, projectIds: [7] })).toMatchObject({ countWarnings: 1, replayType: 'buffer' })
    expect(await store.find({ ...find, projectIds: [8] })).toBeNull()
    expect(await store.deleteReplays(7, [replayId, segment.replayId])).toBe(2)
    expect(await store.listViewers(7, replayId)).toEqual([])
  },
}
