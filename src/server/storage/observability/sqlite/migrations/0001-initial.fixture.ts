import { expect } from 'vitest'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { anySession, type UserSessionStore } from '../../port.ts'

/** 2026-11-21T12:00:00Z. */
const noon = 1_795_262_400_000
const facts = `[[0,0,"ios",3,"iPhone 18"]],2,[[4,"Cart"]]`
const [first, second] = ['01'.repeat(16), '02'.repeat(16)]

/** A replay with a session in it, and an event that waits. */
export const initialFixture: MigrationFixture<UserSessionStore> = {
  version: 1,
  sha256: '646b3df7407a1c434ca8bbe51359ab5742d944e0e4fc98fd86e2f90987454baf',
  fill: `
INSERT INTO offsets VALUES ('spool-1', 42);
INSERT INTO deleted_projects VALUES (8);
INSERT INTO forgotten_replays VALUES (3, x'${second}');
INSERT INTO parts VALUES (1, 3, 0, x'${first}', ${noon}, 7, ${noon}, ${noon}, ${noon + 5000}, NULL, 0, 1, '[${facts}]', 20778,
  'ios', ${noon}, 5000, '', '', 'iPhone 18', '', '', '', 0, 0, 1, 0, '[${noon},5000,0,${facts}]');
INSERT INTO parts VALUES (2, 3, 1, x'${second}', ${noon}, 7, ${noon}, ${noon}, ${noon + 1_800_000}, ${noon + 5000}, 0, 1, '[${facts}]', NULL,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO parts VALUES (3, 3, 2, x'${first}', ${noon}, 8, ${noon}, ${noon}, ${noon}, NULL, 0, NULL, '[${facts}]', 20778,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO new_ids VALUES (x'${first}', 1), (x'${first}', 3);
INSERT INTO filed_ids VALUES (x'${second}', 2);
INSERT INTO new_users VALUES (20778, 3, 7, ${noon}, 2);
INSERT INTO filed_users VALUES (20778, 3, 9, ${noon}, 4);
INSERT INTO marks VALUES (1, 'screen', 'Cart');
`,
  async check(store) {
    expect(await store.offset('spool-1')).toBe(42)
    const sort = [{ by: 'createdAt', isDescending: true } as const]
    const filter = { ...anySession, screens: ['Cart'], isCrash: true }
    const rest = { from: null, mode: 'after', limit: 10 } as const
    const found = await store.list({ projectIds: [3], platform: 'ios', filter, sort, ...rest })
    expect(found).toMatchObject([{ id: first, model: 'iPhone 18', duration: 5000, createdAt: noon }])
    expect(await store.find({ projectId: 3, platform: 'ios', id: second })).toEqual(found[0])
  },
}
