import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'

const settings =
  '{"scrub":{"enabled":true},"filters":{"localhost":true},"grouping":{"fingerprintRules":"","stackTraceRules":""}}'

/** A database as version 1 left it. */
export const initialFixture: MigrationFixture<MetaStore> = {
  version: 1,
  sha256: '555457020911e7a7534d69718d3121666317947a43b52eeaae2882078e572201',
  fill: `
INSERT INTO view_offsets VALUES ('spool-1', 4096);
INSERT INTO organizations VALUES (1, 'acme', 'Acme', 1000);
INSERT INTO users VALUES (1, 'Ann@example.com', 'ann@example.com', 'Ann', 'scrypt$1', 1, 1, 1001, 1002);
INSERT INTO memberships VALUES (1, 1, 1, 'owner', 1003);
INSERT INTO teams VALUES (1, 1, 'web', 'Web', 1004);
INSERT INTO team_members VALUES (1, 1);
INSERT INTO api_tokens VALUES (1, 'ci', 'token-hash', 'abcd', 1, NULL, '["org:read"]', 1005, NULL);
INSERT INTO web_sessions VALUES ('secret-hash', 1, 1006, 2006);
INSERT INTO sign_in_links VALUES ('link-hash', 1, 1007, 2007, NULL);
INSERT INTO projects VALUES (7, 1, 'shop', 'Shop', 'python', 1008, 1009, 3, '${settings}');
INSERT INTO project_teams VALUES (7, 1);
INSERT INTO project_keys VALUES (1, 'public', 'secret', 7, 'Default', 1, 60, 100, 1010);
INSERT INTO environments VALUES (7, 'prod');
INSERT INTO issues VALUES (9, 7, 3, 'resolved', NULL, 'error', 100, 200, 5, 'boom', 'error', 'python', 'Boom', 'app in run', 'app.py',
  'root', '{"value":"Boom"}', '1.0', 100, '2.0', 200, 300, 1, '${'a'.repeat(32)}', '${'b'.repeat(32)}', 1, NULL, 100);
INSERT INTO issue_hashes VALUES (7, 'hash-1', 9);
INSERT INTO activities VALUES (1, 9, 'set_resolved', 1, '{}', 300);
INSERT INTO outcomes VALUES (7, 3600000, 'public', 'error', 'filtered', 'localhost', 12);
`,
  async check(store) {
    expect(await store.offset('spool-1')).toBe(4096)
    const user = await store.findUserByEmail('ann@EXAMPLE.com')
    expect(user).toEqual({
      id: 1,
      email: 'Ann@example.com',
      name: 'Ann',
      passwordHash: 'scrypt$1',
      isActive: true,
      isSuperuser: true,
      createdAt: 1001,
      lastActiveAt: 1002,
    })
    const membership = { id: 1, organizationId: 1, userId: 1, role: 'owner', createdAt: 1003 }
    expect(await store.listMembers(1)).toEqual([{ ...membership, user }])
    expect(await store.listOrganizations(1)).toEqual([{ id: 1, slug: 'acme', name: 'Acme', createdAt: 1000 }])
    expect(await store.listTeamIdsOfUser(1)).toEqual([1])
    expect(await store.findTokenByHash('token-hash')).toMatchObject({
      userId: 1,
      scopes: ['org:read'],
      lastUsedAt: null,
    })
    expect(await store.findWebSession('secret-hash', 1500)).toMatchObject({ userId: 1, expiresAt: 2006 })
    expect(await store.consumeSignInLink('link-hash', 1500)).toEqual({ userId: 1 })
    expect(await store.findProject(1, 'shop')).toEqual({
      id: 7,
      organizationId: 1,
      slug: 'shop',
      name: 'Shop',
      platform: 'python',
      createdAt: 1008,
      firstEventAt: 1009,
      hasSessions: false,
      hasReplays: false,
      settings: JSON.parse(settings),
      options: {},
    })
    expect(await store.listTeamsOfProject(7)).toMatchObject([{ id: 1, slug: 'web', createdAt: 1004 }])
    expect(await store.findKey('public')).toMatchObject({ projectId: 7, rateLimit: { window: 60, count: 100 } })
    expect(await store.listEnvironments([7])).toEqual([{ projectId: 7, name: 'prod', isHidden: false }])
    expect(await store.findIssue(9)).toEqual({
      id: 9,
      projectId: 7,
      number: 3,
      type: 'error',
      level: 'error',
      platform: 'python',
      title: 'Boom',
      culprit: 'app in run',
      location: 'app.py',
      logger: 'root',
      metadata: { value: 'Boom' },
      status: 'resolved',
      substatus: null,
      firstSeen: 100,
      lastSeen: 200,
      timesSeen: 5,
      firstRelease: '1.0',
      lastRelease: '2.0',
      resolvedAt: 300,
      isUnhandled: true,
      firstEventId: 'a'.repeat(32),
      lastEventId: 'b'.repeat(32),
      recommendedEvent: null,
      assigneeUserId: 1,
      assigneeTeamId: null,
      createdAt: 100,
      priority: 'high',
      isPriorityLocked: false,
      usersSeen: 0,
      resolution: null,
      snooze: null,
      needsReview: false,
      shareId: null,
      commentCount: 0,
      userReportCount: 0,
    })
    expect(await store.listJobs(10)).toMatchObject([{ kind: 'recount', issueIds: [9] }])
    expect(await store.resolveHashes([{ projectId: 7, hashes: ['hash-1'] }])).toEqual([9])
    expect(await store.listActivity(9, 10)).toMatchObject([{ type: 'set_resolved', userId: 1, createdAt: 300 }])
    expect(await store.readOutcomes({ projectIds: [7], from: 3_600_000, to: 3_600_001 })).toMatchObject([
      { quantity: 12 },
    ])
  },
}
