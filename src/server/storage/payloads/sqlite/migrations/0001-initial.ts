import type { Migration } from '../../../sqlite/migrate.ts'

/**
 * One day. Entries lie in spool order, so that they are appended at the end of their tree and read in order to rebuild a view;
 * the unique index by event id is the memory of what was seen. Event ids are 16 bytes.
 */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
CREATE TABLE spools (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE blocks (
  id INTEGER PRIMARY KEY,
  slots INTEGER NOT NULL,
  -- Before compression.
  bytes INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE entries (
  spool INTEGER NOT NULL,
  position INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  event_id BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  -- Null once the payload was removed: the id stays known.
  block INTEGER,
  slot INTEGER,
  PRIMARY KEY (spool, position, project_id, event_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entries_by_id ON entries (event_id, project_id);

-- At most one row: the Bloom filter of all ids in entries. Deleted by the transaction that adds an entry.
CREATE TABLE seen_filter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  data BLOB NOT NULL
) STRICT;
`,
}
