import type { Migration } from '../../../sqlite/migrate.ts'

/** Which projects ever had replays; the replays themselves are in a view of their own. */
export const replays: Migration = {
  version: 9,
  name: 'replays',
  sql: `
ALTER TABLE projects ADD COLUMN has_replays INTEGER NOT NULL DEFAULT 0;
`,
}
