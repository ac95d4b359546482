import type { Migration } from '../../../sqlite/migrate.ts'

/** Which projects ever had sessions; the sessions themselves are in a view of their own. */
export const sessions: Migration = {
  version: 8,
  name: 'sessions',
  sql: `
ALTER TABLE projects ADD COLUMN has_sessions INTEGER NOT NULL DEFAULT 0;
`,
}
