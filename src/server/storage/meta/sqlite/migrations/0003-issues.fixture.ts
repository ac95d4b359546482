import { expect } from 'vitest'
import { everything } from '../../../condition.ts'
import type { MetaStore } from '../../port.ts'
import type { MigrationFixture } from '../../../sqlite/testing/migrations.ts'
import { peopleFixture } from './0002-people.fixture.ts'

const shown = `'python', 'Boom', 'app in run', 'app.py', 'root', '{"value":"Boom"}', '1.0', 100, '2.0', 200`
const ids = `'${'a'.repeat(32)}', '${'b'.repeat(32)}'`
/** One user, in six bytes. */
const sketch = `x'01000000000007'`

/** Issue 9 is resolved in a release, 10 snoozed until 900 in the words of the API, 11 on its way out. */
const issues = `INSERT INTO issues VALUES (9, 7, 3, 'resolved', NULL, 'error', 100, 200, 5, 'boom', 'error', ${shown}, 300, 1, ${ids},
  1, NULL, 100, 2, 1, 1, ${sketch}, '{"kind":"release","release":"2.0","isNext":false}', NULL, NULL, NULL, 0, 'share', 1, 1, NULL);
INSERT INTO issues VALUES (10, 7, 2, 'ignored', 'archived_until_condition_met', 'error', 100, 200, 5, 'boom', 'error', ${shown}, NULL, 1, ${ids},
  NULL, 1, 100, 3, 0, 70, NULL, NULL,
  '{"until":900,"count":50,"windowMinutes":60,"userCount":null,"userWindowMinutes":null,"base":{"at":300,"timesSeen":5,"usersSeen":0}}',
  900, 300, 0, NULL, 0, 0, NULL);
INSERT INTO issues VALUES (11, 7, 1, 'unresolved', 'new', 'error', 100, 200, 5, 'boom', 'error', ${shown}, NULL, 1, ${ids},
  NULL, NULL, 100, 3, 0, 0, NULL, NULL, NULL, NULL, NULL, 1, NULL, 0, 0, 400);`

/** A database as version 3 left it. */
export const issuesFixture: MigrationFixture<MetaStore> = {
  version: 3,
  sha256: '10664414117a4469be2b6a771111937c93bef3388dba384fa9c0ff16e9a6ba23',
  fill: `${peopleFixture.fill.replace(/INSERT INTO issues VALUES[^;]*;/, issues)}
INSERT INTO activities VALUES (2, 9, 'note', 1, '{"text":"Look"}', 310);
INSERT INTO issue_hours VALUES (9, 0, 'prod', 4, 100, 200);
INSERT INTO issue_environments VALUES (9, 'prod', 1, 90, 90);
INSERT INTO issue_users VALUES (10, ${sketch});
INSERT INTO snooze_minutes VALUES (10, 5, 2);
INSERT INTO snooze_users VALUES (10, 77, 200);
INSERT INTO issue_marks VALUES (9, 1, 1, NULL, 320);
INSERT INTO user_reports VALUES (1, 7, 9, '${'b'.repeat(32)}', 'Eve', 'eve@example.com', 'Help', 330);
INSERT INTO issue_jobs VALUES (1, '{"kind":"delete","projectId":7,"issueIds":[11],"hashes":[],"offsets":[]}', 400);
INSERT INTO merged_issues VALUES (8, 7, 4, 9);
`,
  async check(store) {
    expect(await store.findIssue(9)).toMatchObject({
      priority: 'medium',
      isPriorityLocked: true,
      usersSeen: 1,
      resolution: { kind: 'release', release: '2.0', isNext: false },
      snooze: null,
      needsReview: false,
      commentCount: 1,
      userReportCount: 1,
    })
    expect(await store.findSharedIssue('share')).toMatchObject({ id: 9 })
    expect(await store.findIssueByNumber(7, 4)).toMatchObject({ id: 9 })
    expect(await store.findMerged(8)).toBe(9)
    const all = { projectIds: [7], where: everything, limit: 10, after: null, backwards: false, now: 1000 }
    expect(await store.searchIssues({ ...all, sort: 'user' })).toMatchObject({
      issues: [{ id: 10 }, { id: 9 }],
      values: [70, 1],
    })
    expect(await store.listActivity(9, 10)).toMatchObject([
      { type: 'note', data: { text: 'Look' } },
      { type: 'set_resolved' },
    ])
    expect(await store.listMarks([9, 10], 1)).toEqual([
      { issueId: 9, userId: 1, isBookmarked: true, isSubscribed: null, seenAt: 320 },
    ])
    expect(
      await store.listIssueHours({ issueId: 9, environments: null, from: null, backwards: false, limit: 5 }),
    ).toEqual([{ hour: 0, events: 4 }])
    expect(await store.summarizeIssueEnvironments([9, 10], ['prod'])).toEqual([
      { issueId: 9, events: 5, firstSeen: 90, lastSeen: 200 },
    ])
    expect(await store.listUserReports({ projectIds: [7], issueId: 9, limit: 10, before: null })).toMatchObject([
      { id: 1, name: 'Eve', comments: 'Help' },
    ])
    expect(await store.wakeSnoozed(900)).toBe(1)
    expect(await store.findIssue(10)).toMatchObject({ status: 'unresolved', substatus: 'ongoing', snooze: null })
    const work = { kind: 'delete', projectId: 7, issueIds: [11], hashes: [], offsets: [] }
    expect(await store.listJobs(10)).toEqual([{ id: 1, createdAt: 400, ...work }])
    await store.finishJob(1)
    expect(await store.listJobs(10)).toEqual([])
  },
}
