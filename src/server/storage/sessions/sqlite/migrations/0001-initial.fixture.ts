import { expect } from 'vitest'
import { everything } from '../../../condition.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import type { SessionStore } from '../../port.ts'

/** 2026-11-21T12:00:00Z, in seconds. */
const noon = 1_795_262_400
const [day, week] = [1_795_219_200, 1_795_046_400]

/** A user of all kinds of sessions and a duration of 5 s, as version 1 wrote it. */
const parcel = (user: string) => `x'8100000701${user}000003018827'`
const cell = (span: number, start: number) => `
INSERT INTO cells VALUES (${span}, 7, 0, 0, ${start}, 2, 1, 0, 0, 0, 1, 5000, 5000, 1, 0, 0, 0, 0, 0, 0);
INSERT INTO parcels VALUES (${span}, 7, 0, 0, ${start}, x'018827', x'0100000701${'aa'.repeat(6)}');`

/** Two sessions in all cells, and one in the finest only. */
export const initialFixture: MigrationFixture<SessionStore> = {
  version: 1,
  sha256: 'ed9852def0c2cc000d787d926614d4a2f241e36eb8c7a58fb917862e9b7011d4',
  fill: `
INSERT INTO offsets VALUES ('spool-1', 42);
INSERT INTO names VALUES (1, 'shop@1.0.0'), (2, 'production');
INSERT INTO places VALUES (1, 3, 7, 1, 2, ${noon}, ${noon + 20});
INSERT INTO organizations VALUES (3, ${week});
INSERT INTO deleted_projects VALUES (8);
INSERT INTO states VALUES (x'${'01'.repeat(16)}', 7, 1, ${noon + 20}, 5);
INSERT INTO new_states VALUES (x'${'02'.repeat(16)}', 7, 1, ${noon + 10}, 1);
INSERT INTO fine_cells VALUES (${noon + 10}, 1, 1, 2, 1, 0, 0, 0, 1, 5000, 5000, ${parcel('aa'.repeat(6))});
INSERT INTO fine_cells VALUES (${noon + 20}, 1, 2, 1, 0, 0, 0, 0, 1, 5000, 5000, ${parcel('bb'.repeat(6))});
INSERT INTO batches VALUES (2, ${noon + 20}, ${noon + 20});
${cell(300, noon)}${cell(3600, noon)}${cell(86_400, day)}${cell(604_800, week)}
`,
  async check(store) {
    expect(await store.offset('spool-1')).toBe(42)
    const place = { projectId: 7, release: 'shop@1.0.0', environment: 'production' }
    const spans = await store.listSpans({ projectIds: [7], releases: null })
    expect(spans).toEqual([{ ...place, first: day * 1000, last: day * 1000 }])
    for (const [start, length] of [
      [noon, 60],
      [noon, 3600],
      [day, 86_400],
      [week, 604_800],
    ] as const) {
      const [group] = await store.summarize({
        organizationId: 3,
        projectIds: [7],
        isWholeOrganization: false,
        where: everything,
        start: start * 1000,
        end: (start + length) * 1000,
        groupBy: [],
        groups: null,
        wants: { users: true, durations: true },
      })
      expect(group?.figures).toMatchObject({ sessions: 3, errored: 1, users: { all: 2 }, durations: { average: 5000 } })
    }
    // The session is known: its end is counted, not its beginning again.
    const session = { organizationId: 3, ...place, receivedAt: (noon + 60) * 1000, started: (noon + 20) * 1000 }
    const update = { ...session, sid: '01'.repeat(16), isInit: true, errors: 1, user: null, duration: null }
    await store.record({
      spool: 'spool-1',
      to: 50,
      updates: [{ ...update, position: 42, status: 'crashed', abnormalMechanism: null }],
      counts: [],
    })
    const [group] = await store.summarize({
      organizationId: 3,
      projectIds: [7, 8],
      isWholeOrganization: false,
      where: everything,
      start: day * 1000,
      end: (day + 86_400) * 1000,
      groupBy: [],
      groups: null,
      wants: { users: false, durations: false },
    })
    expect(group?.figures).toMatchObject({ sessions: 3, errored: 2, crashed: 1 })
  },
}
