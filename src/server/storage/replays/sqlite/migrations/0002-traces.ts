import type { Migration } from '../../../sqlite/migrate.ts'

/** A link brings the trace of its event. */
export const traces: Migration = {
  version: 2,
  name: 'traces',
  sql: 'ALTER TABLE waiting_links ADD COLUMN trace_id TEXT',
}
