import type { Migration } from '../../../sqlite/migrate.ts'

export const attachments: Migration = {
  version: 6,
  name: 'attachments',
  sql: `
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
  event_id TEXT NOT NULL,
  -- Null until the event comes in.
  issue_id INTEGER REFERENCES issues ON DELETE SET NULL,
  blob_id TEXT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha1 TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_event ON attachments (project_id, event_id);
CREATE INDEX attachments_issue ON attachments (issue_id, created_at, id) WHERE issue_id IS NOT NULL;
-- Looked at for every event that comes in.
CREATE INDEX attachments_waiting ON attachments (event_id) WHERE issue_id IS NULL;
CREATE INDEX attachments_created ON attachments (created_at);
`,
}
