import type { PackedContent } from './frames.ts'

/**
 * The blob store: bytes that are too big or too shapeless for a row. Event attachments and replay segments today; release files and source
 * maps are further kinds. What a blob is called, whose it is and what it is for stands in meta or in the replays view; here it is a key and its bytes.
 *
 * Keys are of our own making and writes are idempotent: a key is written with one content only, so that what came from a spool position may be
 * put again after a kill. The row in meta is committed after the blob is durable, and removed after the blob is gone: a blob without a row may
 * be left by a kill (until its day is dropped), never a row that promises bytes that are not there.
 *
 * Big objects (100 MB and more) never travel in one piece. They are read by ranges (`readBlob` in transfer.ts), of which only the frames touched
 * are inflated, and written as parts that `join` puts together without holding them in memory (`putBlob`): that is also how a file that
 * arrives in chunks becomes one. What is made piece by piece may come packed (`PackedContent`), which is as small as it is stored. On S3 ranges are ranges and parts are a multipart upload.
 */
export interface BlobStore {
  /** Durable when resolved with `ok`; a key that is there keeps its content. When not `ok`, some of them may be there. */
  put(blobs: { key: BlobKey; content: BlobContent }[]): Promise<BlobResult>
  /** Makes one blob of the parts' contents in this order, then removes the parts. A key that is there keeps its content. Throws when a part is missing. */
  join(key: BlobKey, parts: BlobKey[]): Promise<BlobResult>
  /** The content, or from ≤ byte < to of it (cut at its end); null when there is no such blob. Throws when it is damaged. */
  read(key: BlobKey, range?: { from: number; to: number }): Promise<Uint8Array | null>
  /** Bytes of the content; null when there is no such blob. */
  measure(key: BlobKey): Promise<number | null>
  /** Those that are not there are none. */
  remove(keys: BlobKey[]): Promise<void>
  /** Everything of a project, of whatever kind and day. */
  removeProject(projectId: number): Promise<void>
  /** Drops whole days that were over at this time (ms). */
  dropBefore(kind: BlobKind, time: number): Promise<void>
  /** Keys of a kind behind `after`, by day, project and id; `at` is the start of the day. */
  list(kind: BlobKind, page: { after: BlobKey | null; limit: number }): Promise<BlobKey[]>
  /** Reads every blob; one sentence for each that is damaged. */
  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

/** Each has its own retention. */
export const blobKinds = ['attachments', 'replays'] as const
export type BlobKind = (typeof blobKinds)[number]

/** Packed where it is large and made piece by piece: it is stored as it is. */
export type BlobContent = Uint8Array | PackedContent

export interface BlobKey {
  kind: BlobKind
  projectId: number
  /** Milliseconds since 1970; its UTC day is what retention drops at once. */
  at: number
  /** 32 to 64 lower-case hex digits, a hash of where the blob came from: never a name out of a payload. */
  id: string
}

/** A full disk is to be expected: nothing is lost, it is tried again when there is room. */
export type BlobResult = { ok: true } | { ok: false; reason: 'disk_full' }

/** Every method may be called from another thread. */
export const blobMethods = {
  put: true,
  join: true,
  read: true,
  measure: true,
  remove: true,
  removeProject: true,
  dropBefore: true,
  list: true,
  checkIntegrity: true,
} as const satisfies Record<Exclude<keyof BlobStore, 'close'>, true>
