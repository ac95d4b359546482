import path from 'node:path'

/** Where each store keeps its files within the data folder. */
export function storagePaths(directory: string): { meta: string; payloads: string; events: string; spool: string } {
  return {
    meta: path.join(directory, 'meta.sqlite'),
    payloads: path.join(directory, 'payloads'),
    events: path.join(directory, 'events.duckdb'),
    spool: path.join(directory, 'spool'),
  }
}
