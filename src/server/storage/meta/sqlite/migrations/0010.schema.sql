CREATE TABLE activities (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  type TEXT NOT NULL,
  user_id INTEGER REFERENCES users ON DELETE SET NULL,
  data TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX activities_issue ON activities (issue_id, created_at, id);

CREATE INDEX activities_user ON activities (user_id) WHERE user_id IS NOT NULL;

CREATE TABLE alert_rule_projects (
  rule_id INTEGER NOT NULL REFERENCES alert_rules ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  PRIMARY KEY (rule_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_rule_projects_project ON alert_rule_projects (project_id);

CREATE TABLE alert_rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  is_enabled INTEGER NOT NULL,
  environment TEXT,
  owner_user_id INTEGER REFERENCES users ON DELETE SET NULL,
  owner_team_id INTEGER REFERENCES teams ON DELETE SET NULL,
  -- What only one kind of rule has.
  definition TEXT NOT NULL,
  created_by INTEGER REFERENCES users ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX alert_rules_creator ON alert_rules (created_by) WHERE created_by IS NOT NULL;

CREATE INDEX alert_rules_organization ON alert_rules (organization_id, created_at, id);

CREATE INDEX alert_rules_owner_team ON alert_rules (owner_team_id) WHERE owner_team_id IS NOT NULL;

CREATE INDEX alert_rules_owner_user ON alert_rules (owner_user_id) WHERE owner_user_id IS NOT NULL;

CREATE TABLE api_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  last_characters TEXT NOT NULL,
  user_id INTEGER REFERENCES users ON DELETE CASCADE,
  organization_id INTEGER REFERENCES organizations ON DELETE CASCADE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
, expires_at INTEGER) STRICT;

CREATE INDEX api_tokens_organization ON api_tokens (organization_id);

CREATE INDEX api_tokens_user ON api_tokens (user_id);

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  event_id TEXT NOT NULL,
  -- Null until the event comes in.
  issue_id INTEGER REFERENCES issues ON DELETE SET NULL,
  blob_id TEXT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha1 TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX attachments_created ON attachments (created_at);

CREATE INDEX attachments_event ON attachments (project_id, event_id);

CREATE INDEX attachments_issue ON attachments (issue_id, created_at, id) WHERE issue_id IS NOT NULL;

CREATE INDEX attachments_waiting ON attachments (event_id) WHERE issue_id IS NULL;

CREATE TABLE commit_authors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  email TEXT NOT NULL,
  name TEXT,
  UNIQUE (organization_id, email)
) STRICT;

CREATE TABLE commit_files (
  id INTEGER PRIMARY KEY,
  commit_id INTEGER NOT NULL REFERENCES commits ON DELETE CASCADE,
  path TEXT NOT NULL,
  type TEXT NOT NULL
) STRICT;

CREATE INDEX commit_files_commit ON commit_files (commit_id, id);

CREATE TABLE commits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  repository_id INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
  sha TEXT NOT NULL,
  message TEXT,
  author_id INTEGER REFERENCES commit_authors ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (repository_id, sha)
) STRICT;

CREATE INDEX commits_author ON commits (author_id) WHERE author_id IS NOT NULL;

CREATE INDEX commits_by_date ON commits (repository_id, created_at, id);

CREATE TABLE deploys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  release_id INTEGER NOT NULL REFERENCES releases ON DELETE CASCADE,
  environment TEXT NOT NULL,
  name TEXT,
  url TEXT,
  started_at INTEGER,
  finished_at INTEGER NOT NULL
) STRICT;

CREATE INDEX deploys_by_date ON deploys (release_id, finished_at, id);

CREATE TABLE environments (
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  name TEXT NOT NULL, is_hidden INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE invited_team_members (
  membership_id INTEGER NOT NULL REFERENCES memberships ON DELETE CASCADE,
  team_id INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (membership_id, team_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX invited_team_members_team ON invited_team_members (team_id);

CREATE TABLE issue_environments (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  environment TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (issue_id, environment)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue_hashes (
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  hash TEXT NOT NULL,
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  PRIMARY KEY (project_id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_hashes_issue ON issue_hashes (issue_id);

CREATE TABLE issue_hours (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  hour INTEGER NOT NULL,
  environment TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (issue_id, hour, environment)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  work TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE issue_marks (
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  is_bookmarked INTEGER NOT NULL DEFAULT 0,
  is_subscribed INTEGER,
  seen_at INTEGER,
  PRIMARY KEY (issue_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_marks_user ON issue_marks (user_id);

CREATE TABLE issue_users (
  issue_id INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
  sketch BLOB NOT NULL
) STRICT;

CREATE TABLE issues (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  number INTEGER NOT NULL,
  status TEXT NOT NULL,
  substatus TEXT,
  level TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  times_seen INTEGER NOT NULL,
  -- Title, culprit and message in lower case, one a line: what text search looks at.
  search_text TEXT NOT NULL,
  type TEXT NOT NULL,
  platform TEXT NOT NULL,
  title TEXT NOT NULL,
  culprit TEXT NOT NULL,
  location TEXT,
  logger TEXT,
  metadata TEXT NOT NULL,
  -- Releases of the oldest and the newest event that carry one, with the times of those events.
  first_release TEXT,
  first_release_at INTEGER,
  last_release TEXT,
  last_release_at INTEGER,
  resolved_at INTEGER,
  is_unhandled INTEGER NOT NULL,
  first_event_id TEXT NOT NULL,
  last_event_id TEXT NOT NULL,
  assignee_user_id INTEGER REFERENCES users ON DELETE SET NULL,
  assignee_team_id INTEGER REFERENCES teams ON DELETE SET NULL,
  created_at INTEGER NOT NULL, priority INTEGER NOT NULL DEFAULT 1, is_priority_locked INTEGER NOT NULL DEFAULT 0, users_seen INTEGER NOT NULL DEFAULT 0, users BLOB, resolution TEXT, snooze TEXT, snooze_until INTEGER, archived_at INTEGER, needs_review INTEGER NOT NULL DEFAULT 0, share_id TEXT, comment_count INTEGER NOT NULL DEFAULT 0, user_report_count INTEGER NOT NULL DEFAULT 0, deleted_at INTEGER, richest TEXT,
  UNIQUE (project_id, number)
) STRICT;

CREATE INDEX issues_assignee_team ON issues (assignee_team_id) WHERE assignee_team_id IS NOT NULL;

CREATE INDEX issues_assignee_user ON issues (assignee_user_id) WHERE assignee_user_id IS NOT NULL;

CREATE INDEX issues_by_date ON issues (project_id, priority, last_seen, id, status, substatus, needs_review, assignee_user_id,
  assignee_team_id, first_seen) WHERE deleted_at IS NULL;

CREATE INDEX issues_by_freq ON issues (project_id, times_seen, id, users_seen, status, substatus, needs_review, assignee_user_id,
  assignee_team_id, priority) WHERE deleted_at IS NULL;

CREATE INDEX issues_by_new ON issues (project_id, first_seen, id, status, substatus, needs_review, assignee_user_id,
  assignee_team_id, priority) WHERE deleted_at IS NULL;

CREATE INDEX issues_resolved_in_commit ON issues (project_id, resolution ->> 'commit') WHERE resolution ->> 'commit' IS NOT NULL;

CREATE INDEX issues_resolved_in_release ON issues (project_id, resolution ->> 'release') WHERE resolution ->> 'release' IS NOT NULL;

CREATE UNIQUE INDEX issues_shared ON issues (share_id) WHERE share_id IS NOT NULL;

CREATE INDEX issues_snoozed ON issues (snooze_until) WHERE snooze_until IS NOT NULL;

CREATE INDEX issues_turned ON issues (substatus, created_at) WHERE substatus IN ('new', 'regressed', 'escalating');

CREATE TABLE "memberships" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  -- Null until the invitation is accepted; the next five are null from then on, but for the inviter.
  user_id INTEGER REFERENCES users ON DELETE CASCADE,
  email TEXT,
  email_key TEXT,
  inviter_id INTEGER REFERENCES users ON DELETE SET NULL,
  invite_hash TEXT UNIQUE,
  invite_expires_at INTEGER,
  role TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, user_id),
  UNIQUE (organization_id, email_key)
) STRICT;

CREATE INDEX memberships_inviter ON memberships (inviter_id) WHERE inviter_id IS NOT NULL;

CREATE INDEX memberships_user ON memberships (user_id);

CREATE TABLE merged_issues (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  number INTEGER NOT NULL,
  into_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  UNIQUE (project_id, number)
) STRICT;

CREATE INDEX merged_issues_into ON merged_issues (into_id);

CREATE TABLE organizations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
, settings TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE TABLE outcomes (
  project_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  category TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (project_id, hour, public_key, category, outcome, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_bookmarks (
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  PRIMARY KEY (user_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX project_bookmarks_project ON project_bookmarks (project_id);

CREATE TABLE project_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_key TEXT NOT NULL UNIQUE,
  secret_key TEXT NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  label TEXT NOT NULL,
  is_active INTEGER NOT NULL,
  rate_limit_window INTEGER,
  rate_limit_count INTEGER,
  created_at INTEGER NOT NULL
, browser_sdk_version TEXT NOT NULL DEFAULT 'latest', loader_options TEXT NOT NULL DEFAULT '{}', use_case TEXT NOT NULL DEFAULT 'user') STRICT;

CREATE INDEX project_keys_project ON project_keys (project_id);

CREATE TABLE project_ownership (
  project_id INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
  raw TEXT NOT NULL,
  fallthrough INTEGER NOT NULL,
  auto_assignment TEXT NOT NULL,
  codeowners_auto_sync INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE project_teams (
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  team_id INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE,
  PRIMARY KEY (project_id, team_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX project_teams_team ON project_teams (team_id);

CREATE TABLE projects (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  platform TEXT,
  created_at INTEGER NOT NULL,
  first_event_at INTEGER,
  -- The number that the latest issue got.
  last_issue_number INTEGER NOT NULL DEFAULT 0,
  settings TEXT NOT NULL, options TEXT NOT NULL DEFAULT '{}', deleted_at INTEGER, has_sessions INTEGER NOT NULL DEFAULT 0, has_replays INTEGER NOT NULL DEFAULT 0,
  UNIQUE (organization_id, slug)
) STRICT;

CREATE TABLE release_adoptions (
  release_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  environment TEXT NOT NULL,
  adopted_at INTEGER NOT NULL,
  -- Null while it is in use.
  replaced_at INTEGER,
  PRIMARY KEY (release_id, project_id, environment),
  FOREIGN KEY (release_id, project_id, environment) REFERENCES release_environments ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX release_adoptions_in_use ON release_adoptions (project_id) WHERE replaced_at IS NULL;

CREATE TABLE release_commits (
  release_id INTEGER NOT NULL REFERENCES releases ON DELETE CASCADE,
  -- 0 is the newest.
  place INTEGER NOT NULL,
  commit_id INTEGER NOT NULL REFERENCES commits ON DELETE CASCADE,
  PRIMARY KEY (release_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX release_commits_commit ON release_commits (commit_id);

CREATE TABLE release_environments (
  release_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  environment TEXT NOT NULL,
  first_seen INTEGER,
  last_seen INTEGER,
  new_issues INTEGER NOT NULL,
  PRIMARY KEY (release_id, project_id, environment),
  FOREIGN KEY (release_id, project_id) REFERENCES release_projects ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE release_projects (
  release_id INTEGER NOT NULL REFERENCES releases ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  added_at INTEGER NOT NULL,
  version_key TEXT NOT NULL,
  dated_at INTEGER NOT NULL,
  PRIMARY KEY (release_id, project_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX release_projects_by_date ON release_projects (project_id, dated_at, release_id);

CREATE INDEX release_projects_by_version ON release_projects (project_id, version_key, dated_at, release_id);

CREATE TABLE release_refs (
  release_id INTEGER NOT NULL REFERENCES releases ON DELETE CASCADE,
  repository_id INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
  commit_id INTEGER NOT NULL REFERENCES commits ON DELETE CASCADE,
  previous_sha TEXT,
  PRIMARY KEY (release_id, repository_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX release_refs_commit ON release_refs (commit_id);

CREATE INDEX release_refs_repository ON release_refs (repository_id);

CREATE TABLE releases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  version TEXT NOT NULL,
  -- Sorts as versions compare (version-key.ts); '' for a name without a version.
  version_key TEXT NOT NULL,
  -- Of a build that is a number, else -1.
  build_number INTEGER NOT NULL,
  status TEXT NOT NULL,
  ref TEXT,
  url TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  released_at INTEGER,
  -- Its place among the others: released_at, else created_at.
  dated_at INTEGER NOT NULL,
  owner_user_id INTEGER REFERENCES users ON DELETE SET NULL,
  data TEXT NOT NULL,
  user_agent TEXT,
  commit_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (organization_id, version)
) STRICT;

CREATE INDEX releases_by_build ON releases (organization_id, build_number, dated_at, id);

CREATE INDEX releases_by_date ON releases (organization_id, dated_at, id);

CREATE INDEX releases_by_version ON releases (organization_id, version_key, dated_at, id);

CREATE INDEX releases_owner ON releases (owner_user_id) WHERE owner_user_id IS NOT NULL;

CREATE TABLE repositories (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  name TEXT NOT NULL,
  url TEXT,
  provider TEXT,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, name)
) STRICT;

CREATE TABLE schema_versions (
      version INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT;

CREATE TABLE sign_in_links (
  token_hash TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_links_expiry ON sign_in_links (expires_at);

CREATE INDEX sign_in_links_user ON sign_in_links (user_id);

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

CREATE TABLE team_members (
  team_id INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, role TEXT NOT NULL DEFAULT 'contributor',
  PRIMARY KEY (team_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX team_members_user ON team_members (user_id);

CREATE TABLE teams (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (organization_id, slug)
) STRICT;

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

CREATE INDEX user_reports_issue ON user_reports (issue_id, created_at, id) WHERE issue_id IS NOT NULL;

CREATE INDEX user_reports_project ON user_reports (project_id, created_at, id);

CREATE INDEX user_reports_waiting ON user_reports (event_id) WHERE issue_id IS NULL;

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  -- The address in lower case: one account an address.
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT,
  is_active INTEGER NOT NULL,
  is_superuser INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_active_at INTEGER
) STRICT;

CREATE TABLE view_offsets (
  spool TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE web_sessions (
  secret_hash TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX web_sessions_expiry ON web_sessions (expires_at);

CREATE INDEX web_sessions_user ON web_sessions (user_id);
