import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { initialFixture } from './0001-initial.fixture.ts'

/** Rows of tables that this version left as they were. */
const unchanged = initialFixture.fill
  .split('\n')
  .filter((line) => !/^INSERT INTO (memberships|team_members|api_tokens) /.test(line))
  .join('\n')

/** A database as version 2 left it. */
export const peopleFixture: MigrationFixture<MetaStore> = {
  version: 2,
  sha256: 'de21382004bbe445213677d18319947475d6e56b95d7546e3ae6e30ce597d960',
  fill: `${unchanged}
INSERT INTO memberships VALUES (1, 1, 1, NULL, NULL, NULL, NULL, NULL, 'owner', 1003);
INSERT INTO memberships VALUES (2, 1, NULL, 'Eve@example.com', 'eve@example.com', 1, 'invite-hash', 2000, 'manager', 1500);
INSERT INTO team_members VALUES (1, 1, 'admin');
INSERT INTO invited_team_members VALUES (2, 1, 'contributor');
INSERT INTO api_tokens VALUES (1, 'ci', 'token-hash', 'abcd', 1, NULL, '["org:read"]', 1005, NULL, 3000);
`,
  async check(store) {
    expect(await store.listMembers(1)).toMatchObject([{ id: 1, organizationId: 1, userId: 1, role: 'owner' }])
    expect(await store.listRoster(1)).toMatchObject([
      { id: 1, role: 'owner', createdAt: 1003, inviter: null, teams: [{ teamSlug: 'web', role: 'admin' }] },
      {
        id: 2,
        role: 'manager',
        user: null,
        email: 'Eve@example.com',
        inviter: { id: 1, name: 'Ann' },
        inviteExpiresAt: 2000,
        teams: [{ teamSlug: 'web', role: 'contributor' }],
      },
    ])
    expect(await store.findTokenByHash('token-hash')).toMatchObject({ userId: 1, lastUsedAt: null, expiresAt: 3000 })
    const eve = { name: 'Eve', passwordHash: null }
    expect(await store.acceptInvitation('invite-hash', { newUser: eve, now: 1600 })).toMatchObject({
      id: 2,
      role: 'manager',
      teams: [{ teamSlug: 'web', role: 'contributor' }],
    })
  },
}
