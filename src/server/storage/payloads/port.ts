/**
 * The payload store: the stored event as JSON text, looked up by project and event id, dropped a day at a time. It is also the
 * memory of which event ids were seen. It commits before the meta view does, so its writes are idempotent: the same event from the same
 * spool position is `replayed`, from another one a `duplicate`.
 */
export interface PayloadStore {
  /** Durable when resolved. One verdict an entry, in order; of two entries with one id in a call the second is the duplicate. */
  append(spool: string, entries: PayloadEntry[]): Promise<PayloadVerdict[]>
  /** The JSON text, or null. `receivedAt` (ms), when known, names the day to look in. */
  read(projectId: number, eventId: string, receivedAt?: number): Promise<string | null>
  /** Where an event id was first recorded: the projects (of those given) that have it. */
  locate(projectIds: number[], eventId: string): Promise<{ projectId: number; receivedAt: number }[]>
  /**
   * Entries with from ≤ position < to of one spool, by position, for rebuilding the events view: `limit` of them, and all others of
   * the last one's position (one envelope may hold several events), so that the next call goes on from the last position + 1.
   * Fewer than `limit`: there are no more.
   */
  range(spool: string, from: number, to: number, limit: number): Promise<StoredPayload[]>
  /** Spools that any entry came from. */
  spools(): Promise<string[]>
  /** Drops whole days whose events were all received before this time (ms). */
  dropBefore(time: number): Promise<void>
  /** Removes single events (issue deletion): nothing finds them any more but `append`, which still knows their ids as seen. */
  remove(keys: { projectId: number; eventId: string; receivedAt?: number }[]): Promise<void>
  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

export interface PayloadEntry {
  position: number
  projectId: number
  /** 32 hex digits. */
  eventId: string
  /** Milliseconds since 1970; decides the day. */
  receivedAt: number
  json: string
}

export type PayloadVerdict = 'stored' | 'replayed' | 'duplicate'

export interface StoredPayload {
  position: number
  projectId: number
  eventId: string
  receivedAt: number
  json: string
}
