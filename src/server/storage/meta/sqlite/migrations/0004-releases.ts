import type { Migration } from '../../../sqlite/migrate.ts'

/** Releases with their projects, environments, commits and deploys; environments can be hidden. */
export const releases: Migration = {
  version: 4,
  name: 'releases',
  sql: `
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

CREATE TABLE commit_authors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL REFERENCES organizations ON DELETE CASCADE,
  email TEXT NOT NULL,
  name TEXT,
  UNIQUE (organization_id, email)
) STRICT;

CREATE TABLE commits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  repository_id INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
  sha TEXT NOT NULL,
  message TEXT,
  author_id INTEGER REFERENCES commit_authors ON DELETE SET NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (repository_id, sha)
) STRICT;
CREATE INDEX commits_by_date ON commits (repository_id, created_at, id);
CREATE INDEX commits_author ON commits (author_id) WHERE author_id IS NOT NULL;

CREATE TABLE commit_files (
  id INTEGER PRIMARY KEY,
  commit_id INTEGER NOT NULL REFERENCES commits ON DELETE CASCADE,
  path TEXT NOT NULL,
  type TEXT NOT NULL
) STRICT;
CREATE INDEX commit_files_commit ON commit_files (commit_id, id);

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
CREATE INDEX releases_by_date ON releases (organization_id, dated_at, id);
CREATE INDEX releases_by_version ON releases (organization_id, version_key, dated_at, id);
CREATE INDEX releases_by_build ON releases (organization_id, build_number, dated_at, id);
CREATE INDEX releases_owner ON releases (owner_user_id) WHERE owner_user_id IS NOT NULL;

-- version_key and dated_at are those of the release: the latest one of a project is the end of an index.
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

-- The environment '' stands for events that name none. Times are null while it was only deployed there.
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

CREATE TABLE release_commits (
  release_id INTEGER NOT NULL REFERENCES releases ON DELETE CASCADE,
  -- 0 is the newest.
  place INTEGER NOT NULL,
  commit_id INTEGER NOT NULL REFERENCES commits ON DELETE CASCADE,
  PRIMARY KEY (release_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_commits_commit ON release_commits (commit_id);

CREATE TABLE release_refs (
  release_id INTEGER NOT NULL REFERENCES releases ON DELETE CASCADE,
  repository_id INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
  commit_id INTEGER NOT NULL REFERENCES commits ON DELETE CASCADE,
  previous_sha TEXT,
  PRIMARY KEY (release_id, repository_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_refs_repository ON release_refs (repository_id);
CREATE INDEX release_refs_commit ON release_refs (commit_id);

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

-- Resolutions that name a release: few, and looked for whenever a release comes up.
CREATE INDEX issues_resolved_in_release ON issues (project_id, resolution ->> 'release') WHERE resolution ->> 'release' IS NOT NULL;

ALTER TABLE environments ADD COLUMN is_hidden INTEGER NOT NULL DEFAULT 0;
`,
}
