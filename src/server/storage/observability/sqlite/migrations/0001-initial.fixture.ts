import { expect } from 'vitest'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { anySession, type UserSessionStore } from '../../port.ts'

/** 2026-11-21T12:00:00Z. */
const noon = 1_795_262_400_000
const facts = `{"texts":{"platform":[${noon},"ios"],"model":[${noon},"iPhone 18"]},"numbers":{},"flags":["crash"],"lists":{"screen":["Cart"]}}`
const [first, second] = ['01'.repeat(16), '02'.repeat(16)]
const state = `{"user":[${noon},7],"startedAt":${noon},"endedAt":${noon + 5000},"isOver":false,"facts":${facts}}`

/** A replay with a session in it, and an event that waits. */
export const initialFixture: MigrationFixture<UserSessionStore> = {
  version: 1,
  sha256: '48714b66fa435f218e92ddd18290fcd28cc5f8481ea2b9e7c2e05ef3a25d6ab2',
  fill: `
INSERT INTO offsets VALUES ('spool-1', 42);
INSERT INTO deleted_projects VALUES (8);
INSERT INTO forgotten_replays VALUES (3, x'${second}');
INSERT INTO parts VALUES (1, 3, 0, x'${first}', ${noon}, 7, ${noon}, ${noon + 5000}, 1, '${state}');
INSERT INTO parts VALUES (2, 3, 1, x'${second}', ${noon}, 7, ${noon}, ${noon + 1_800_000}, 1, '${state}');
INSERT INTO parts VALUES (3, 3, 2, x'${first}', ${noon}, 8, ${noon}, ${noon}, NULL, '${state}');
INSERT INTO rows VALUES (1, 3, '${first}', ${noon}, 'ios', ${noon}, 5000, '', '', 'iPhone 18', '', '', '', 0, 0, 1, 0,
  '{"receivedAt":${noon},"startedAt":${noon},"endedAt":${noon + 5000},"facts":${facts}}');
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
