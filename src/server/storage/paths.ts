import path from 'node:path'

/** Where each store keeps its files within the data folder. */
export function storagePaths(
  directory: string,
): Record<'meta' | 'payloads' | 'events' | 'blobs' | 'sessions' | 'replays' | 'userSessions' | 'spool', string> {
  return {
    meta: path.join(directory, 'meta.sqlite'),
    payloads: path.join(directory, 'payloads'),
    events: path.join(directory, 'events.duckdb'),
    blobs: path.join(directory, 'blobs'),
    sessions: path.join(directory, 'sessions.sqlite'),
    replays: path.join(directory, 'replays.sqlite'),
    userSessions: path.join(directory, 'observability.sqlite'),
    spool: path.join(directory, 'spool'),
  }
}
