CREATE TABLE blocks (
  id INTEGER PRIMARY KEY,
  used INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE columns (
  id INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE dead_blobs (
  project_id INTEGER NOT NULL,
  blob_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (project_id, blob_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_clicks (
  span INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  start INTEGER NOT NULL,
  environment TEXT NOT NULL,
  selector INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  rage INTEGER NOT NULL,
  PRIMARY KEY (span, project_id, start, environment, selector)
) STRICT, WITHOUT ROWID;

CREATE TABLE deleted_projects (
  id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE deletions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organization_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  range_start INTEGER NOT NULL,
  range_end INTEGER NOT NULL,
  environments TEXT NOT NULL,
  query TEXT NOT NULL,
  status TEXT NOT NULL,
  count_deleted INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX deletions_by_project ON deletions (project_id);

CREATE TABLE fields (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ids (
  prefix INTEGER NOT NULL,
  no INTEGER NOT NULL,
  PRIMARY KEY (prefix, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE lists (
  id INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE offsets (
  spool TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE posts (
  term INTEGER NOT NULL,
  block INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (term, block)
) STRICT, WITHOUT ROWID;

CREATE INDEX posts_by_block ON posts (block);

CREATE TABLE replays (
  no INTEGER PRIMARY KEY,
  replay_id BLOB NOT NULL,
  project_id INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX replays_by_id ON replays (replay_id, project_id);

CREATE INDEX replays_by_receipt ON replays (received_at);

CREATE TABLE schema_versions (
      version INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT;

CREATE TABLE segments (
  no INTEGER NOT NULL,
  segment_id INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  -- Whether its replay event came.
  told INTEGER NOT NULL,
  -- Of its recording; null without one.
  blob_id TEXT,
  blob_at INTEGER,
  kind TEXT,
  bytes INTEGER,
  -- JSON: [at, node id, 0 | 1 (dead) | 2 (rage), term of the element] each.
  clicks TEXT,
  -- The environment that its dead clicks are counted in.
  environment TEXT NOT NULL,
  PRIMARY KEY (no, segment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  field INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX terms_by_text ON terms (field, text);

CREATE TABLE views (
  no INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (no, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX views_by_user ON views (user_id);

CREATE TABLE waiting_links (
  replay_id BLOB NOT NULL,
  project_id INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  level TEXT NOT NULL,
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL, trace_id TEXT,
  PRIMARY KEY (replay_id, project_id, event_id, level, at)
) STRICT, WITHOUT ROWID;

CREATE INDEX waiting_links_by_receipt ON waiting_links (received_at);
