import { Readable } from 'node:stream'
import type { BlobKey } from '../storage/blobs/port.ts'
import { readBlob } from '../storage/blobs/transfer.ts'
import type { ReplayBlob, ReplaySegmentRow } from '../storage/replays/port.ts'
import type { Storage } from '../storage/storage.ts'
import type { ByteRange } from './byte-range.ts'

type Blobs = Pick<Storage, 'blobs'>

/** Where the bytes of a recording are. */
export function recordingKey({ projectId, at, blobId }: ReplayBlob): BlobKey {
  return { kind: 'replays', projectId, at, id: blobId }
}

type Recording = NonNullable<ReplaySegmentRow['recording']>

/**
 * The recorded events of these segments as JSON: a list, in their order, of one list of events each, as the SDK sent them. A megabyte of it is in memory at
 * a time. A segment without a recording, or whose bytes are gone, is an empty list, as in Sentry.
 */
export function openRecordings(segments: ReplaySegmentRow[], storage: Blobs): Readable {
  return Readable.from(joinRecordings(segments, storage), { objectMode: false })
}

/** The events of one segment, as one list. */
export function openRecording(segment: ReplaySegmentRow, storage: Blobs): Readable {
  return Readable.from(readEvents(segment, storage), { objectMode: false })
}

async function* joinRecordings(segments: ReplaySegmentRow[], storage: Blobs): AsyncGenerator<Uint8Array | string> {
  yield '['
  for (const [index, segment] of segments.entries()) {
    if (index > 0) yield ','
    yield* readEvents(segment, storage)
  }
  yield ']'
}

/** Behind a video stand the events that belong to it. Fails when the blob goes meanwhile, so that nobody takes a part for the whole. */
async function* readEvents(segment: ReplaySegmentRow, { blobs }: Blobs): AsyncGenerator<Uint8Array | string> {
  const { projectId, replayId, segmentId, recording } = segment
  const key = recording && recordingKey({ projectId, ...recording })
  const size = key && (await blobs.measure(key))
  const from = recording?.kind === 'video' ? recording.bytes : 0
  if (!key || size === null || size <= from) {
    yield '[]'
    return
  }
  let sent = from
  for await (const piece of readBlob(blobs, key, from)) {
    sent += piece.length
    yield piece
  }
  if (sent < size) throw new Error(`segment ${segmentId} of replay ${replayId} was removed while it was read`)
}

/** A part of the video of a segment; null when its bytes are gone. */
export async function openVideo(
  segment: Pick<ReplaySegmentRow, 'projectId'> & { recording: Recording },
  range: ByteRange,
  { blobs }: Blobs,
): Promise<Readable | null> {
  const key = recordingKey({ projectId: segment.projectId, ...segment.recording })
  if (((await blobs.measure(key)) ?? 0) < segment.recording.bytes) return null
  return Readable.from(readPart(key, range, blobs), { objectMode: false })
}

const pieceBytes = 1024 * 1024

async function* readPart(key: BlobKey, { from, to }: ByteRange, blobs: Storage['blobs']): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += pieceBytes) {
    const end = Math.min(at + pieceBytes, to)
    const piece = await blobs.read(key, { from: at, to: end })
    if (piece?.length !== end - at) throw new Error('a video was removed while it was read')
    yield piece
  }
}
