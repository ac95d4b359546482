import type { Migration } from '../../../sqlite/migrate.ts'

/**
 * Invitations, team roles, tokens that expire. An invitation is a membership without a person, so that its id stays when it is accepted;
 * SQLite cannot drop a NOT NULL, hence the new table.
 */
export const people: Migration = {
  version: 2,
  name: 'people',
  sql: `
CREATE TABLE new_memberships (
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
-- Ids that were given before are not given again.
INSERT INTO sqlite_sequence (name, seq) SELECT 'new_memberships', seq FROM sqlite_sequence WHERE name = 'memberships';
INSERT INTO new_memberships (id, organization_id, user_id, role, created_at)
  SELECT id, organization_id, user_id, role, created_at FROM memberships;
DROP TABLE memberships;
ALTER TABLE new_memberships RENAME TO memberships;
CREATE INDEX memberships_user ON memberships (user_id);
CREATE INDEX memberships_inviter ON memberships (inviter_id) WHERE inviter_id IS NOT NULL;

ALTER TABLE team_members ADD COLUMN role TEXT NOT NULL DEFAULT 'contributor';

CREATE TABLE invited_team_members (
  membership_id INTEGER NOT NULL REFERENCES memberships ON DELETE CASCADE,
  team_id INTEGER NOT NULL REFERENCES teams ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (membership_id, team_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invited_team_members_team ON invited_team_members (team_id);

ALTER TABLE api_tokens ADD COLUMN expires_at INTEGER;
`,
}
