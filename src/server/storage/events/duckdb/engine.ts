import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export interface EngineOptions {
  /** Ceiling of DuckDB's own buffers in MB; the process takes about 100 MB more. */
  memoryLimitMb?: number
  threads?: number
  /** Size of the write-ahead log in MB at which it is moved into the file. */
  checkpointMb?: number
}

/** DuckDB with one file, to which all names belong. */
export interface Engine {
  connect(): Promise<DuckDBConnection>
  close(): void
}

/**
 * Rows that DuckDB keeps together (min and max of each column are of so many) and packs in one go, its own default being 122,880. A third of that because
 * putting a row group in order (settle.ts) needs 500 bytes a row: 122,880 do not go into 80 MB beside anything else, 40,960 do into 50, in
 * 0.15 s instead of 0.9. A checkpoint packs the last, incomplete one again: less of it, too.
 */
export const rowGroup = 40_960

/** What of the file is in the settings; the rest is said when it is attached, since the size of row groups can be told only there. */
export async function openEngine(path: string, options: EngineOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', settings(path, options))
  try {
    const connection = await instance.connect()
    await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS file (ROW_GROUP_SIZE ${rowGroup})`)
    // No network and no file but its own, ever.
    await connection.run('SET enable_external_access = false')
    connection.disconnectSync()
  } catch (error) {
    instance.closeSync()
    throw error
  }
  return {
    async connect() {
      const connection = await instance.connect()
      await connection.run('USE file')
      return connection
    },
    close: () => instance.closeSync(),
  }
}

function settings(path: string, options: EngineOptions): Record<string, string> {
  return {
    threads: String(options.threads ?? 2),
    memory_limit: `${options.memoryLimitMb ?? 200}MB`,
    // A checkpoint holds two blocks a column: with the default of 256 KB that is 40 MB of the 80 for 80 columns.
    default_block_size: '65536',
    // Grouping by issue goes through an array of counters when there are at most so many bits of ids: a third less CPU.
    perfect_ht_threshold: '17',
    // Reading all columns of the first rows of a sort by their row ids: looks through all row ids there are.
    late_materialization_max_rows: '0',
    // Up to so many row ids sought skip the vectors that none of them is in (50 unless told).
    dynamic_or_filter_threshold: '2000',
    temp_directory: `${path}.tmp`,
    max_temp_directory_size: '4GB',
    // A checkpoint packs the last, incomplete row group again and holds up appends for 0.5-2.5 s. At 64 MB that is once in 90,000
    // events (p99 of an append 110 ms; at 16 MB 380 ms), and a start after a kill replays at most that much, in about a second.
    checkpoint_threshold: `${options.checkpointMb ?? 64}MB`,
    // Dictionaries with FSST for strings need a newer file format than the default, which any DuckDB since 1.0 reads.
    storage_compatibility_version: 'latest',
    // Needs no network either; see below for files.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  }
}
