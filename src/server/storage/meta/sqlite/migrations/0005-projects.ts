import type { Migration } from '../../../sqlite/migrate.ts'

/** Settings are JSON: they are read and written whole, and what an installation never set takes its default from the code. */
export const projects: Migration = {
  version: 5,
  name: 'projects',
  sql: `
ALTER TABLE organizations ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';

ALTER TABLE projects ADD COLUMN options TEXT NOT NULL DEFAULT '{}';
-- Set while the rest of a deleted project is being removed: no answer has it any more.
ALTER TABLE projects ADD COLUMN deleted_at INTEGER;

ALTER TABLE project_keys ADD COLUMN browser_sdk_version TEXT NOT NULL DEFAULT 'latest';
ALTER TABLE project_keys ADD COLUMN loader_options TEXT NOT NULL DEFAULT '{}';
ALTER TABLE project_keys ADD COLUMN use_case TEXT NOT NULL DEFAULT 'user';

CREATE TABLE project_bookmarks (
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  PRIMARY KEY (user_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_bookmarks_project ON project_bookmarks (project_id);

CREATE TABLE project_ownership (
  project_id INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
  raw TEXT NOT NULL,
  fallthrough INTEGER NOT NULL,
  auto_assignment TEXT NOT NULL,
  codeowners_auto_sync INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

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
CREATE INDEX alert_rules_organization ON alert_rules (organization_id, created_at, id);
CREATE INDEX alert_rules_owner_user ON alert_rules (owner_user_id) WHERE owner_user_id IS NOT NULL;
CREATE INDEX alert_rules_owner_team ON alert_rules (owner_team_id) WHERE owner_team_id IS NOT NULL;
CREATE INDEX alert_rules_creator ON alert_rules (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE alert_rule_projects (
  rule_id INTEGER NOT NULL REFERENCES alert_rules ON DELETE CASCADE,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  PRIMARY KEY (rule_id, project_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_rule_projects_project ON alert_rule_projects (project_id);
`,
}
