import type { Migration } from '../../../sqlite/migrate.ts'

/** Which releases came into use, and went out of it, where and when. */
export const adoptions: Migration = {
  version: 7,
  name: 'adoptions',
  sql: `
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
`,
}
