CREATE TABLE deleted_projects (
  id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE filed_ids (
  id BLOB NOT NULL,
  no INTEGER NOT NULL,
  PRIMARY KEY (id, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE filed_users (
  day INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  user_hash INTEGER NOT NULL,
  start INTEGER NOT NULL,
  no INTEGER NOT NULL,
  PRIMARY KEY (day, project_id, user_hash, start, no)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE new_ids (
  id BLOB NOT NULL,
  no INTEGER NOT NULL,
  PRIMARY KEY (id, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE new_users (
  day INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  user_hash INTEGER NOT NULL,
  start INTEGER NOT NULL,
  no INTEGER NOT NULL,
  PRIMARY KEY (day, project_id, user_hash, start, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE offsets (
  spool TEXT PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER parts_delete AFTER DELETE ON parts BEGIN
  DELETE FROM new_ids WHERE id = old.id AND no = old.no;
  DELETE FROM filed_ids WHERE id = old.id AND no = old.no;
  DELETE FROM new_users WHERE day = old.start / 86400000 AND project_id = old.project_id AND user_hash = old.user_hash
    AND start = old.start AND no = old.no;
  DELETE FROM filed_users WHERE day = old.start / 86400000 AND project_id = old.project_id AND user_hash = old.user_hash
    AND start = old.start AND no = old.no;
END;

CREATE TRIGGER parts_update AFTER UPDATE OF user_hash, start ON parts WHEN old.kind = 1 BEGIN
  DELETE FROM new_users WHERE day = old.start / 86400000 AND project_id = old.project_id AND user_hash = old.user_hash
    AND start = old.start AND no = old.no;
  DELETE FROM filed_users WHERE day = old.start / 86400000 AND project_id = old.project_id AND user_hash = old.user_hash
    AND start = old.start AND no = old.no;
  INSERT INTO new_users SELECT new.start / 86400000, new.project_id, new.user_hash, new.start, new.no
    WHERE new.user_hash IS NOT NULL;
END;

CREATE TABLE parts (
  no INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  id BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  user_hash INTEGER,
  -- When somebody said that it is this user.
  user_at INTEGER,
  -- The span that joins, both inclusive.
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  -- Null: with the span.
  ended_at INTEGER,
  is_over INTEGER NOT NULL,
  -- The part whose user session it belongs to; null for an event that waits for one.
  home INTEGER,
  -- Null: the same as of its user session, in which it is alone.
  facts TEXT,
  -- The day since 1970 on which it was heard of last; null for a part of another's user session, with which it is kept.
  last_day INTEGER,
  -- Of a part that is its own home: what all parts of the user session add up to. Null for the others.
  -- '' where nobody told one.
  platform TEXT,
  created_at INTEGER,
  duration INTEGER,
  app_version TEXT,
  manufacturer TEXT,
  model TEXT,
  network_type TEXT,
  os_version TEXT,
  user TEXT,
  has_exception INTEGER,
  is_anr INTEGER,
  is_crash INTEGER,
  rage_tap INTEGER,
  fold TEXT
) STRICT;

CREATE INDEX others_by_user ON parts (project_id, user_hash, kind, start) WHERE kind <> 1 AND user_hash IS NOT NULL;

CREATE INDEX parts_by_day ON parts (last_day) WHERE last_day IS NOT NULL;

CREATE INDEX parts_by_home ON parts (home);

CREATE INDEX rows_by_time ON parts (project_id, platform, created_at) WHERE platform IS NOT NULL;

CREATE VIEW rows AS
  SELECT no AS home, project_id, lower(hex(id)) AS id, platform, created_at, duration, app_version, manufacturer, model, network_type, os_version,
    user, has_exception, is_anr, is_crash, rage_tap, fold
  FROM parts WHERE platform IS NOT NULL;

CREATE TABLE schema_versions (
      version INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      applied_at INTEGER NOT NULL
    ) STRICT;
