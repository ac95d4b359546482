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

CREATE TABLE environments (
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE invited_team_members (
  membership_id INTEGER NOT NULL REFERENCES memberships ON DELETE CASCADE,
  team_id INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (membership_id, team_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX invited_team_members_team ON invited_team_members (team_id);

CREATE TABLE issue_hashes (
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  hash TEXT NOT NULL,
  issue_id INTEGER NOT NULL REFERENCES issues ON DELETE CASCADE,
  PRIMARY KEY (project_id, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_hashes_issue ON issue_hashes (issue_id);

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
  created_at INTEGER NOT NULL,
  UNIQUE (project_id, number)
) STRICT;

CREATE INDEX issues_assignee_team ON issues (assignee_team_id) WHERE assignee_team_id IS NOT NULL;

CREATE INDEX issues_assignee_user ON issues (assignee_user_id) WHERE assignee_user_id IS NOT NULL;

CREATE INDEX issues_by_date ON issues (project_id, last_seen, id, status, substatus, level, first_seen);

CREATE INDEX issues_by_freq ON issues (project_id, times_seen, id, status, substatus, level);

CREATE INDEX issues_by_new ON issues (project_id, first_seen, id, status, substatus, level);

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

CREATE TABLE organizations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

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
) STRICT;

CREATE INDEX project_keys_project ON project_keys (project_id);

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
  settings TEXT NOT NULL,
  UNIQUE (organization_id, slug)
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
