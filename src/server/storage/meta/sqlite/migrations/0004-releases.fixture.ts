import { expect } from 'vitest'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { issuesFixture } from './0003-issues.fixture.ts'

/** Rows of tables that this version left as they were. */
const unchanged = issuesFixture.fill
  .split('\n')
  .filter((line) => !line.startsWith('INSERT INTO environments '))
  .join('\n')

const noEnvironments = { projectIds: null, environments: null }

/** A database as version 4 left it. */
export const releasesFixture: MigrationFixture<MetaStore> = {
  version: 4,
  sha256: 'd82525d06bb8cc62174ec1a18e08b406455f522468ab962f23e414e0884429d0',
  fill: `${unchanged}
INSERT INTO environments VALUES (7, 'prod', 1);
INSERT INTO repositories VALUES (1, 1, 'acme/shop', 'https://git.test/acme/shop', NULL, 'active', 1011);
INSERT INTO commit_authors VALUES (1, 1, 'ann@example.com', 'Ann');
INSERT INTO commits VALUES (1, 1, 'abc', 'Begin', 1, 1012);
INSERT INTO commit_files VALUES (1, 1, 'shop.ts', 'A');
INSERT INTO releases VALUES (1, 1, 'shop@1.0+7', '0011001000100010~00017', 7, 'archived', 'main', 'https://x.test', 1013, 1014,
  1015, 1015, 1, '{"a":1}', 'sentry-cli', 1);
INSERT INTO release_projects VALUES (1, 7, 1016, '0011001000100010~00017', 1015);
INSERT INTO release_environments VALUES (1, 7, 'prod', 100, 200, 3);
INSERT INTO release_commits VALUES (1, 0, 1);
INSERT INTO release_refs VALUES (1, 1, 1, 'def');
INSERT INTO deploys VALUES (1, 1, 'prod', 'One', 'https://y.test', 1017, 1018);
`,
  async check(store) {
    expect(await store.listEnvironments([7])).toEqual([{ projectId: 7, name: 'prod', isHidden: true }])
    const release = await store.findRelease(1, 'shop@1.0+7')
    expect(release).toEqual({
      id: 1,
      organizationId: 1,
      version: 'shop@1.0+7',
      ref: 'main',
      url: 'https://x.test',
      createdAt: 1013,
      startedAt: 1014,
      releasedAt: 1015,
      ownerUserId: 1,
      status: 'archived',
      data: { a: 1 },
      userAgent: 'sentry-cli',
      commitCount: 1,
    })
    const author = { id: 1, name: 'Ann', email: 'ann@example.com' }
    const commit = { id: 1, repositoryId: 1, sha: 'abc', message: 'Begin', createdAt: 1012, author }
    const deploy = { id: 1, releaseId: 1, environment: 'prod', name: 'One', url: 'https://y.test' }
    expect(await store.describeReleases([1], noEnvironments)).toEqual([
      {
        releaseId: 1,
        projects: [{ projectId: 7, addedAt: 1016, firstSeen: 100, lastSeen: 200, newIssues: 3 }],
        deployCount: 1,
        lastDeploy: { ...deploy, startedAt: 1017, finishedAt: 1018 },
        lastCommit: commit,
        authors: [author],
      },
    ])
    expect(await store.listReleaseRefs(1)).toEqual([{ repository: 'acme/shop', commit: 'abc', previousCommit: 'def' }])
    const page = { limit: 10, after: null, backwards: false }
    expect(await store.listCommitFiles({ ...page, releaseId: 1 })).toMatchObject({
      rows: [{ path: 'shop.ts', commit }],
    })
    expect(await store.listRepositories(1)).toMatchObject([{ name: 'acme/shop', status: 'active', createdAt: 1011 }])
    expect(await store.listLatestReleases([7], { environments: null })).toEqual([
      { projectId: 7, version: release?.version },
    ])
  },
}
