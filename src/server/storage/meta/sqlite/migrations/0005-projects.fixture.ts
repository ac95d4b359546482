import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { releasesFixture } from './0004-releases.fixture.ts'

/** Rows of tables that this version left as they were. */
const unchanged = releasesFixture.fill
  .split('\n')
  .filter((line) => !/^INSERT INTO (organizations|projects|project_keys) /.test(line))
  .join('\n')

const settings =
  '{"scrub":{"enabled":true},"filters":{"localhost":true},"grouping":{"fingerprintRules":"","stackTraceRules":""}}'
const metric =
  '{"dataset":"events","query":"","aggregate":"count()","timeWindow":60,"thresholdType":0,"resolveThreshold":null,"triggers":[]}'

/** A database as version 5 left it. Projects come before what refers to them. */
export const projectsFixture: MigrationFixture<MetaStore> = {
  version: 5,
  sha256: '062f390f1335c2199514a90f0e22c87ada8922c34d42fb5cb18042863ed2fa9e',
  fill: `
INSERT INTO organizations VALUES (1, 'acme', 'Acme', 1000, '{"openMembership":false}');
INSERT INTO projects VALUES (7, 1, 'shop', 'Shop', 'python', 1008, 1009, 3, '${settings}', '{"resolveAge":48}', NULL);
INSERT INTO projects VALUES (8, 1, '~8', 'Gone', NULL, 1008, NULL, 0, '${settings}', '{}', 2000);
INSERT INTO project_keys VALUES (1, 'public', 'secret', 7, 'Default', 1, 60, 100, 1010, '7.x', '{"hasReplay":true}', 'demo');
${unchanged}
INSERT INTO project_bookmarks VALUES (1, 7);
INSERT INTO project_ownership VALUES (7, '*.py #web', 1, 'owner', 0, 1020, 1021);
INSERT INTO alert_rules VALUES (1, 1, 'metric', 'Many', 1, 'prod', NULL, 1, '${metric}', 1, 1022, 1023);
INSERT INTO alert_rule_projects VALUES (1, 7);
`,
  async check(store) {
    expect(await store.findOrganizationSettings(1)).toEqual({ openMembership: false })
    expect(await store.findProject(1, 'shop')).toMatchObject({ id: 7, options: { resolveAge: 48 } })
    expect(await store.listProjects(1)).toMatchObject([{ id: 7 }])
    expect(await store.findKey('public')).toMatchObject({
      browserSdkVersion: '7.x',
      loaderOptions: { hasReplay: true, hasDebug: false },
      useCase: 'demo',
    })
    expect(await store.listBookmarkedProjects(1)).toEqual([7])
    expect(await store.findOwnership(7)).toEqual({
      raw: '*.py #web',
      fallthrough: true,
      autoAssignment: 'owner',
      codeownersAutoSync: false,
      createdAt: 1020,
      updatedAt: 1021,
    })
    expect(await store.findAlertRule(1, 1)).toMatchObject({
      kind: 'metric',
      name: 'Many',
      ownerTeamId: 1,
      projectIds: [7],
      timeWindow: 60,
      updatedAt: 1023,
    })
    expect(await store.purgeProject(8, 10)).toBe(true)
  },
}
