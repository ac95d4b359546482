import type { Migration } from '../../../sqlite/migrate.ts'

/** The events of an issue that may be the one to show first (richest.ts). NULL for those that were there before: nobody knows what theirs had to show. */
export const richest: Migration = {
  version: 10,
  name: 'richest',
  sql: `
ALTER TABLE issues ADD COLUMN richest TEXT;
`,
}
