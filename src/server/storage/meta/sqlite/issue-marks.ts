import type { Database } from '../../sqlite/database.ts'
import { flag, integer, integerOrNull } from '../../sqlite/rows.ts'
import type { IssueStore } from '../ports/issues.ts'

type MarkMethods = 'markIssues' | 'listMarks' | 'listSeenBy' | 'listParticipants'

/** What people keep about issues: bookmarks, subscriptions, when they looked. */
export function markStore(database: Database): Pick<IssueStore, MarkMethods> {
  return {
    async markIssues(ids, userId, { isBookmarked, isSubscribed, seenAt }) {
      const set = [
        isBookmarked === undefined ? '' : 'is_bookmarked = excluded.is_bookmarked',
        isSubscribed === undefined ? '' : 'is_subscribed = excluded.is_subscribed',
        seenAt === undefined ? '' : 'seen_at = excluded.seen_at',
      ].filter((part) => part !== '')
      if (set.length === 0) return
      database.run(
        `INSERT INTO issue_marks (issue_id, user_id, is_bookmarked, is_subscribed, seen_at)
         SELECT id, ?, ?, ?, ? FROM issues WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
         ON CONFLICT DO UPDATE SET ${set.join(', ')}`,
        userId,
        Number(isBookmarked ?? false),
        isSubscribed === undefined || isSubscribed === null ? null : Number(isSubscribed),
        seenAt ?? null,
        JSON.stringify(ids),
      )
    },
    async listMarks(issueIds, userId) {
      const rows = database.all(
        `SELECT * FROM issue_marks WHERE issue_id IN (SELECT value FROM json_each(?)) AND user_id = ? ORDER BY issue_id`,
        JSON.stringify(issueIds),
        userId,
      )
      return rows.map((row) => ({
        issueId: integer(row, 'issue_id'),
        userId,
        isBookmarked: flag(row, 'is_bookmarked'),
        isSubscribed: row.is_subscribed === null ? null : flag(row, 'is_subscribed'),
        seenAt: integerOrNull(row, 'seen_at'),
      }))
    },
    async listSeenBy(issueId, limit) {
      const rows = database.all(
        `SELECT user_id, seen_at FROM issue_marks WHERE issue_id = ? AND seen_at IS NOT NULL
         ORDER BY seen_at DESC, user_id LIMIT ?`,
        issueId,
        limit,
      )
      return rows.map((row) => ({ userId: integer(row, 'user_id'), seenAt: integer(row, 'seen_at') }))
    },
    async listParticipants(issueId) {
      const rows = database.all(
        `SELECT user_id FROM (
           SELECT user_id FROM issue_marks WHERE issue_id = ?1 AND is_subscribed = 1
           UNION SELECT assignee_user_id FROM issues WHERE id = ?1
           UNION SELECT user_id FROM activities WHERE issue_id = ?1 AND type = 'note'
         )
         WHERE user_id IS NOT NULL
           AND user_id NOT IN (SELECT user_id FROM issue_marks WHERE issue_id = ?1 AND is_subscribed = 0)
         ORDER BY user_id`,
        issueId,
      )
      return rows.map((row) => integer(row, 'user_id'))
    },
  }
}
