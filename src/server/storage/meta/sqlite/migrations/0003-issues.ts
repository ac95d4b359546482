import type { Migration } from '../../../sqlite/migrate.ts'

/**
 * What people do with issues (priority, resolutions, snoozes, marks, notes, reports, merges, deletion), and what the digest counts in them:
 * hours, environments, users. What events from before this step come to is not known here: jobs are filed that count them.
 */
export const issues: Migration = {
  version: 3,
  name: 'issues',
  sql: `
-- 3 high, 2 medium, 1 low.
ALTER TABLE issues ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE issues ADD COLUMN is_priority_locked INTEGER NOT NULL DEFAULT 0;
-- Never more than times_seen, which the order by users relies on.
ALTER TABLE issues ADD COLUMN users_seen INTEGER NOT NULL DEFAULT 0;
-- Who was seen (user-sketch.ts) while it is small: the row is written with every batch anyway. Larger ones are in issue_users.
ALTER TABLE issues ADD COLUMN users BLOB;
ALTER TABLE issues ADD COLUMN resolution TEXT;
ALTER TABLE issues ADD COLUMN snooze TEXT;
ALTER TABLE issues ADD COLUMN snooze_until INTEGER;
-- When it became ignored; null while it is not.
ALTER TABLE issues ADD COLUMN archived_at INTEGER;
ALTER TABLE issues ADD COLUMN needs_review INTEGER NOT NULL DEFAULT 0;
ALTER TABLE issues ADD COLUMN share_id TEXT;
ALTER TABLE issues ADD COLUMN comment_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE issues ADD COLUMN user_report_count INTEGER NOT NULL DEFAULT 0;
-- Set while the rest of a deleted issue is being removed: no answer has it any more, and no index of the list.
ALTER TABLE issues ADD COLUMN deleted_at INTEGER;

UPDATE issues SET
  priority = CASE
    WHEN is_unhandled OR level IN ('fatal', 'error') THEN 3
    WHEN level = 'warning' THEN 2
    ELSE 1
  END,
  needs_review = status = 'unresolved' AND coalesce(substatus, '') IN ('new', 'regressed', 'escalating'),
  archived_at = CASE WHEN status = 'ignored' THEN coalesce(
    (SELECT max(created_at) FROM activities WHERE issue_id = issues.id AND type = 'set_ignored'), created_at) END;

-- Each batch writes an index again that holds last_seen or times_seen: there are two of them, and two more orders are merged from them (see
-- issue-walk.ts). The trailing columns let a filtered list walk an index without reading rows that it leaves out.
DROP INDEX issues_by_date;
DROP INDEX issues_by_new;
DROP INDEX issues_by_freq;
CREATE INDEX issues_by_date ON issues (project_id, priority, last_seen, id, status, substatus, needs_review, assignee_user_id,
  assignee_team_id, first_seen) WHERE deleted_at IS NULL;
CREATE INDEX issues_by_freq ON issues (project_id, times_seen, id, users_seen, status, substatus, needs_review, assignee_user_id,
  assignee_team_id, priority) WHERE deleted_at IS NULL;
CREATE INDEX issues_by_new ON issues (project_id, first_seen, id, status, substatus, needs_review, assignee_user_id,
  assignee_team_id, priority) WHERE deleted_at IS NULL;
CREATE INDEX issues_snoozed ON issues (snooze_until) WHERE snooze_until IS NOT NULL;
-- What becomes ongoing by itself: in it for a week at most.
CREATE INDEX issues_turned ON issues (substatus, created_at) WHERE substatus IN ('new', 'regressed', 'escalating');
CREATE UNIQUE INDEX issues_shared ON issues (share_id) WHERE share_id IS NOT NULL;
CREATE INDEX issues_resolved_in_commit ON issues (project_id, resolution ->> 'commit') WHERE resolution ->> 'commit' IS NOT NULL;

-- Events of an issue in an hour (its start, in ms); environment '' for events that name none.
CREATE TABLE issue_hours (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  hour INTEGER NOT NULL,
  environment TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (issue_id, hour, environment)
) STRICT, WITHOUT ROWID;
-- What hours that were folded away come to; the whole life of an issue in an environment is this and its hours.
CREATE TABLE issue_environments (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  environment TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (issue_id, environment)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue_users (
  issue_id INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
  sketch BLOB NOT NULL
) STRICT;

-- What a snooze with a window has counted so far; empty for all other issues.
CREATE TABLE snooze_minutes (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  minute INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (issue_id, minute)
) STRICT, WITHOUT ROWID;
CREATE TABLE snooze_users (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  user INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (issue_id, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue_marks (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  is_bookmarked INTEGER NOT NULL DEFAULT 0,
  is_subscribed INTEGER,
  seen_at INTEGER,
  PRIMARY KEY (issue_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX issue_marks_user ON issue_marks (user_id);

CREATE TABLE user_reports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  issue_id INTEGER REFERENCES issues ON DELETE CASCADE,
  event_id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  comments TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (project_id, event_id, email)
) STRICT;
CREATE INDEX user_reports_project ON user_reports (project_id, created_at, id);
CREATE INDEX user_reports_issue ON user_reports (issue_id, created_at, id) WHERE issue_id IS NOT NULL;
-- Reports that came before their event.
CREATE INDEX user_reports_waiting ON user_reports (event_id) WHERE issue_id IS NULL;

CREATE TABLE issue_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  work TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

INSERT INTO issue_jobs (work, created_at)
  SELECT json_object('kind', 'recount', 'issueIds', json_group_array(id)), unixepoch() * 1000
  FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / 200 AS chunk FROM issues) GROUP BY chunk;

CREATE TABLE merged_issues (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  number INTEGER NOT NULL,
  into_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  UNIQUE (project_id, number)
) STRICT;
CREATE INDEX merged_issues_into ON merged_issues (into_id);
`,
}
