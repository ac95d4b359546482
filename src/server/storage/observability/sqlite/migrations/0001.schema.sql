CREATE TABLE deleted_projects (
  id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE forgotten_replays (
  project_id INTEGER NOT NULL,
  id BLOB NOT NULL,
  PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE marks (
  home INTEGER NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (home, kind, value)
) STRICT, WITHOUT ROWID;

CREATE INDEX marks_of_users ON marks (value) WHERE kind = 'user';

CREATE TABLE offsets (
  spool TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE parts (
  no INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  id BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  user INTEGER,
  -- The span that joins, both inclusive.
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  -- The part whose user session it belongs to; null for an event that waits for one.
  home INTEGER,
  state TEXT NOT NULL,
  UNIQUE (project_id, kind, id)
) STRICT;

CREATE INDEX parts_by_home ON parts (home);

CREATE INDEX parts_by_user ON parts (project_id, user, kind, start) WHERE user IS NOT NULL;

CREATE INDEX parts_waiting ON parts (received_at) WHERE home IS NULL;

CREATE TABLE rows (
  home INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  -- '' where nobody told one.
  platform TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  app_version TEXT NOT NULL,
  manufacturer TEXT NOT NULL,
  model TEXT NOT NULL,
  network_type TEXT NOT NULL,
  os_version TEXT NOT NULL,
  user TEXT NOT NULL,
  has_exception INTEGER NOT NULL,
  is_anr INTEGER NOT NULL,
  is_crash INTEGER NOT NULL,
  rage_tap INTEGER NOT NULL,
  fold TEXT NOT NULL
) STRICT;

CREATE INDEX rows_by_receipt ON rows (received_at);

CREATE INDEX rows_by_time ON rows (project_id, platform, created_at, id);

CREATE TABLE schema_versions (
      version INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT;
