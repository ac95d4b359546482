import type { Receipt } from '../../digest/types.ts'

/** The write side of the spool, on the HTTP thread. */
export interface Spool {
  /** Stable name of this spool: the key of every view's offset. */
  readonly id: string
  /** Resolves when the bytes are on disk (fdatasync'ed, together with whatever else arrived meanwhile). */
  append(receipt: Receipt, envelope: Uint8Array): Promise<void>
  /** Why nothing can be taken in right now; null when it can. Looked at before anything is written. */
  refusal(): SpoolRefusal | null
  /** Position after the last durable record. */
  end(): number
  /** How far all views have come; segments before it are deleted. */
  release(position: number): Promise<void>
  close(): Promise<void>
}

export interface SpoolRefusal {
  reason: 'disk_full' | 'backlog'
  /** Seconds. */
  retryAfter: number
}

/** The read side, in the digest worker. */
export interface SpoolReader {
  /**
   * Records from a position on, up to about `maxBytes` or `maxRecords` of them and never past `end`; `next` is where to go on. Their
   * envelopes are good until the next call.
   */
  read(
    from: number,
    end: number,
    limits: { maxBytes: number; maxRecords: number },
  ): Promise<{ records: SpoolRecord[]; next: number }>
  close(): Promise<void>
}

export interface SpoolRecord {
  position: number
  receipt: Receipt
  envelope: Uint8Array
}
