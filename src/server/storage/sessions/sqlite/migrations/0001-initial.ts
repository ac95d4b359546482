import type { Migration } from '../../../sqlite/migrate.ts'

/** Times of cells are seconds since 1970; those of places and states too, to the 10 seconds. */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
CREATE TABLE offsets (
  spool TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: from where on the finest cells are kept, and from where on anything is.
CREATE TABLE grid (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  fine_since INTEGER NOT NULL,
  kept_since INTEGER NOT NULL
) STRICT;
INSERT INTO grid VALUES (1, 0, 0);

-- Releases and environments.
CREATE TABLE names (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE places (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  release_id INTEGER NOT NULL,
  environment_id INTEGER NOT NULL,
  -- When the sessions counted here started; null until one is.
  first INTEGER,
  last INTEGER,
  UNIQUE (project_id, release_id, environment_id)
) STRICT;

-- An organisation's own cells leave out what was deleted before: they hold all from then on.
CREATE TABLE organizations (
  id INTEGER PRIMARY KEY,
  whole_since INTEGER NOT NULL
) STRICT;

-- What the digest still brings of them is passed over.
CREATE TABLE deleted_projects (
  id INTEGER PRIMARY KEY
) STRICT;

-- Ids come in no order: with one table a batch changes as many pages as it has sessions. So what is new stands in a small one, a slice of which goes into the
-- large one at a time.
CREATE TABLE new_states (
  sid BLOB NOT NULL,
  project_id INTEGER NOT NULL,
  place_id INTEGER NOT NULL,
  started INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  PRIMARY KEY (sid, project_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE states (
  sid BLOB NOT NULL,
  project_id INTEGER NOT NULL,
  place_id INTEGER NOT NULL,
  started INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  PRIMARY KEY (sid, project_id)
) STRICT, WITHOUT ROWID;

-- What a batch counted in 10 seconds of a place; never changed, so that writing it needs no reading.
CREATE TABLE fine_cells (
  start INTEGER NOT NULL,
  place_id INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  errored INTEGER NOT NULL,
  crashed INTEGER NOT NULL,
  abnormal INTEGER NOT NULL,
  unhandled INTEGER NOT NULL,
  durations INTEGER NOT NULL,
  duration_sum INTEGER NOT NULL,
  duration_max INTEGER NOT NULL,
  -- Who the users are and how long the sessions lasted (parcel.ts); null for nobody and nothing.
  parcel BLOB,
  PRIMARY KEY (start, place_id, batch)
) STRICT, WITHOUT ROWID;

-- Batches that are not in the wider cells yet, and between which starts their rows are.
CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE cells (
  -- 300, 3600, 86400 or 604800 seconds.
  span INTEGER NOT NULL,
  -- A project, or an organisation as a negative number.
  owner_id INTEGER NOT NULL,
  -- 0 = all of them.
  environment_id INTEGER NOT NULL,
  release_id INTEGER NOT NULL,
  start INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  errored INTEGER NOT NULL,
  crashed INTEGER NOT NULL,
  abnormal INTEGER NOT NULL,
  unhandled INTEGER NOT NULL,
  durations INTEGER NOT NULL,
  duration_sum INTEGER NOT NULL,
  duration_max INTEGER NOT NULL,
  users INTEGER NOT NULL,
  users_errored INTEGER NOT NULL,
  users_crashed INTEGER NOT NULL,
  users_abnormal INTEGER NOT NULL,
  users_unhandled INTEGER NOT NULL,
  users_anr INTEGER NOT NULL,
  users_foreground_anr INTEGER NOT NULL,
  PRIMARY KEY (span, owner_id, environment_id, release_id, start)
) STRICT, WITHOUT ROWID;

-- Apart from the numbers, because those are read by the thousand and these are up to 20 KB.
CREATE TABLE parcels (
  span INTEGER NOT NULL,
  owner_id INTEGER NOT NULL,
  environment_id INTEGER NOT NULL,
  release_id INTEGER NOT NULL,
  start INTEGER NOT NULL,
  -- Before the users, which are 20 times as long: SQLite reads a row as far as it is asked for.
  durations BLOB,
  users BLOB,
  PRIMARY KEY (span, owner_id, environment_id, release_id, start)
) STRICT, WITHOUT ROWID;
`,
}
