import type { DuckDBConnection } from '@duckdb/node-api'
import { number, run, transaction } from './connection.ts'
import { bigint, sql } from './sql.ts'

/**
 * One entry a schema version, forward only; never edit one that was released, add another. Rows are kept in the order in
 * which they came, so min/max of every 122,880 rows (DuckDB's row group) prune by time without an index. No column has a
 * PRIMARY KEY: an ART index costs memory by the row and is rewritten by checkpoints.
 *
 * - Times are BIGINT: the same 8 bytes before and the same size after compression as TIMESTAMP_MS, and buckets are plain
 *   integer arithmetic.
 * - `tags` holds ids of the dictionary table `tags`, numbered from 0 as they are first seen. Measured on 1M rows of 15 tags:
 *   ids 29 bytes a row (they pack into the bits that the largest one needs), 64-bit hashes 120 (random bits do not
 *   compress), with `list_contains` over all of them taking 25 ms and 35 ms.
 * - `user_key` is such an id too (key `user`): exact distinct counts over 4-byte integers.
 * - Event, trace and replay ids are UUIDs: 16 bytes instead of 32.
 */
export const migrations: string[][] = [
  [
    'CREATE TABLE offsets (spool VARCHAR NOT NULL, position BIGINT NOT NULL)',
    `CREATE TABLE tags (
      id UINTEGER NOT NULL,
      project_id BIGINT NOT NULL,
      hash UBIGINT NOT NULL,
      key VARCHAR NOT NULL,
      value VARCHAR NOT NULL
    )`,
    `CREATE TABLE events (
      project_id BIGINT NOT NULL,
      issue_id BIGINT NOT NULL,
      event_id UUID NOT NULL,
      position BIGINT NOT NULL,
      timestamp BIGINT NOT NULL,
      received_at BIGINT NOT NULL,
      type VARCHAR NOT NULL,
      level VARCHAR NOT NULL,
      platform VARCHAR NOT NULL,
      title VARCHAR NOT NULL,
      culprit VARCHAR NOT NULL,
      message VARCHAR NOT NULL,
      location VARCHAR,
      environment VARCHAR,
      release VARCHAR,
      dist VARCHAR,
      transaction VARCHAR,
      logger VARCHAR,
      server_name VARCHAR,
      error_type VARCHAR,
      error_value VARCHAR,
      handled BOOLEAN,
      url VARCHAR,
      sdk_name VARCHAR,
      sdk_version VARCHAR,
      browser_name VARCHAR,
      os_name VARCHAR,
      device_family VARCHAR,
      user_key UINTEGER,
      user_id VARCHAR,
      user_email VARCHAR,
      user_name VARCHAR,
      user_ip VARCHAR,
      geo_country VARCHAR,
      trace_id UUID,
      replay_id UUID,
      tags UINTEGER[] NOT NULL
    )`,
  ],
]

/**
 * Brings the schema up to the newest version, each step with its version number in one transaction.
 * Returns `newer` with the file's version when a later release of Lapwing wrote it: there is no way back.
 */
export async function migrate(
  connection: DuckDBConnection,
  steps = migrations,
): Promise<{ outcome: 'ready' } | { outcome: 'newer'; version: number }> {
  await run(connection, sql`CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)`)
  const [found] = await run(connection, sql`SELECT coalesce(max(version), 0) AS version FROM schema_version`)
  const version = number(found?.version)
  if (version > steps.length) return { outcome: 'newer', version }
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
