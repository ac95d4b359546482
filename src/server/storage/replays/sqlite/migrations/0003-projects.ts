import type { Migration } from '../../../sqlite/migrate.ts'

/** Which organisation a project is of: events and replays find each other across its projects. */
export const projects: Migration = {
  version: 3,
  name: 'projects',
  sql: `CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  organization_id INTEGER NOT NULL
) STRICT`,
}
