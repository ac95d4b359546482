import type { DuckDBConnection } from '@duckdb/node-api'
import { number, run, transaction } from './connection.ts'
import { bigint, sql } from './sql.ts'

/**
 * One entry a schema version, forward only; never edit one that was released, add another. Row groups (engine.ts) are kept in the order in
 * which their rows came, so that their min/max prune by time without an index; within one they are in the order of issues (settle.ts). No
 * column has a PRIMARY KEY: an ART index costs memory by the row and is rewritten by checkpoints.
 *
 * - Times are BIGINT: the same 8 bytes before and the same size after compression as TIMESTAMP_MS, and buckets are plain
 *   integer arithmetic.
 * - Texts that are compared or counted are ids of the dictionary `terms`, numbered from 1 as they are first seen; 0 = none, not NULL: a
 *   test is then two-valued, and writing nulls costs a big integer a value. See id-columns.ts for which, and docs/adr/0006.
 * - A tag has the column of its key (`t0` …): over 10M rows of 15 tags one value is found in 15–30 ms, in a list of all in 200, and
 *   any of several in a list in 3,500.
 * - What the frames of an event hold is one id of the table `sets`: events of an issue mostly share it (40 values, 160 bytes).
 * - Event, trace and replay ids are UUIDs: 16 bytes instead of 32.
 * - `events` is a view of three tables: rows that came late (rows.ts), so that the times of the others are close together, those that came last
 *   and those that were put in order. Queries name the tables themselves (statement.ts).
 */
export const migrations: string[][] = [
  // Version 1 held texts where version 2 has ids, and lacks what is searched for now. Files of it are begun anew (`firstKept`).
  [],
  [
    'CREATE TABLE offsets (spool VARCHAR NOT NULL, position BIGINT NOT NULL)',
    `CREATE TABLE terms (
      id UINTEGER NOT NULL,
      project_id BIGINT NOT NULL,
      hash UBIGINT NOT NULL,
      key VARCHAR NOT NULL,
      value VARCHAR NOT NULL
    )`,
    'CREATE TABLE sets (id UINTEGER NOT NULL, project_id BIGINT NOT NULL, hash UBIGINT NOT NULL, terms UINTEGER[] NOT NULL)',
    'CREATE TABLE slots (project_id BIGINT NOT NULL, key VARCHAR NOT NULL, slot UTINYINT NOT NULL)',
    // A row while there may be terms that nothing uses any more.
    'CREATE TABLE unswept (since BIGINT NOT NULL)',
    createRowsOfStep2('timely'),
    createRowsOfStep2('late'),
    'CREATE VIEW events AS FROM timely UNION ALL FROM late',
  ],
  // Rows are put in order once they are a row group (settle.ts); those of version 2 are by and by.
  [
    'DROP VIEW events',
    'ALTER TABLE timely RENAME TO fresh',
    createRowsOfStep2('settled'),
    'CREATE VIEW events AS FROM settled UNION ALL FROM fresh UNION ALL FROM late',
  ],
]

/**
 * Files of an older schema version are put aside for an empty one: the digest finds no offsets in it and fills the view again from the payloads
 * (digest/catch-up.ts).
 */
export const firstKept = 2

function createRowsOfStep2(table: string): string {
  return `CREATE TABLE ${table} (
    project_id BIGINT NOT NULL,
    issue_id BIGINT NOT NULL,
    event_id UUID NOT NULL,
    position BIGINT NOT NULL,
    timestamp BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    title VARCHAR NOT NULL,
    culprit VARCHAR NOT NULL,
    message VARCHAR,
    location VARCHAR,
    error_value VARCHAR,
    handled BOOLEAN,
    trace_id UUID,
    replay_id UUID,
    ${idColumnsOfStep2().join(' UINTEGER NOT NULL, ')} UINTEGER NOT NULL,
    tags UINTEGER[] NOT NULL
  )`
}

/** As they were when step 2 was released: id-columns.ts may get more. */
function idColumnsOfStep2(): string[] {
  const named =
    'type level platform environment release dist transaction logger server_name error_type url sdk_name sdk_version browser_name ' +
    'os_name device_family user_key user_id user_email user_name user_ip geo_country primary_hash http_method http_referer http_status ' +
    'geo_city geo_region geo_subdivision stack context'
  return [...named.split(' '), ...Array.from({ length: 32 }, (_, slot) => `t${slot}`)]
}

/**
 * Brings the schema up to the newest version, each step with its version number in one transaction.
 * Returns `newer` with the file's version when a later release of Lapwing wrote it: there is no way back; `outdated` when it is
 * older than `firstKept`: nothing was done to it.
 */
export async function migrate(
  connection: DuckDBConnection,
  steps = migrations,
): Promise<{ outcome: 'ready' | 'outdated' } | { outcome: 'newer'; version: number }> {
  await run(connection, sql`CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)`)
  const [found] = await run(connection, sql`SELECT coalesce(max(version), 0) AS version FROM schema_version`)
  const version = number(found?.version)
  if (version > steps.length) return { outcome: 'newer', version }
  if (version > 0 && version < firstKept) return { outcome: 'outdated' }
  for (const [i, statements] of steps.entries()) {
    if (i < version) continue
    await transaction(connection, async () => {
      for (const statement of statements) await connection.run(statement)
      await run(connection, sql`DELETE FROM schema_version`)
      await run(connection, sql`INSERT INTO schema_version VALUES (${bigint(i + 1)})`)
    })
  }
  return { outcome: 'ready' }
}
