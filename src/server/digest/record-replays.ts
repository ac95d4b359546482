import type { BlobContent, BlobKey } from '../storage/blobs/port.ts'
import type { ReplaySegment } from '../storage/replays/records.ts'
import type { Storage } from '../storage/storage.ts'
import { blobIdOf, putBlobs } from './put-blobs.ts'
import type { PreparedRun } from './record.ts'

/**
 * Puts the recordings of a run into the blob store and gives the segments that tell where they are. A segment that came before is put all the same: the
 * replays view says which count, and remembers the blobs of the others for removal. What that view has passed is not put again when a run is repeated after a
 * kill: it may have been removed since, and nothing would remember it a second time.
 */
export async function keepRecordings(
  run: PreparedRun,
  storage: Pick<Storage, 'blobs' | 'replays'>,
): Promise<ReplaySegment[]> {
  if (run.replays.segments.length === 0) return []
  const passed = await storage.replays.offset(run.spool)
  const contents: { key: BlobKey; content: BlobContent }[] = []
  const segments: ReplaySegment[] = []
  for (const { recording, ...segment } of run.replays.segments) {
    if (recording === null) {
      segments.push({ ...segment, recording: null })
      continue
    }
    const { content, item, responseTimes: _, mostClicks: __, ...facts } = recording
    const blobId = blobIdOf(run.spool, { position: segment.position, item })
    if (segment.position >= passed) contents.push({ key: recordingKeyOf(segment, blobId), content })
    segments.push({ ...segment, recording: { ...facts, blobId } })
  }
  await putBlobs(storage.blobs, contents)
  return segments
}

/** Folds the segments of a run, and the events that name a replay, into the replays view. */
export async function recordReplays(
  run: PreparedRun,
  segments: ReplaySegment[],
  storage: Pick<Storage, 'replays'>,
): Promise<void> {
  const { links } = run.replays
  if (segments.length + links.length === 0) return
  await storage.replays.record({ spool: run.spool, to: run.to, segments, links })
}

/** Takes away the recordings of projects that were deleted while they came. Their rows go with the project: by its job, or they were passed over. */
export async function forgetRecordings(
  segments: readonly ReplaySegment[],
  storage: Pick<Storage, 'meta' | 'blobs'>,
): Promise<void> {
  for (const projectId of projectIdsOf(segments)) {
    if ((await storage.meta.findProjectById(projectId)) !== null) continue
    const gone = segments.filter((segment) => segment.projectId === projectId)
    await storage.blobs.remove(
      gone.flatMap((segment) => (segment.recording ? [recordingKeyOf(segment, segment.recording.blobId)] : [])),
    )
  }
}

export function projectIdsOf(segments: readonly ReplaySegment[]): number[] {
  return [...new Set(segments.map(({ projectId }) => projectId))]
}

function recordingKeyOf(
  { projectId, receivedAt }: Pick<ReplaySegment, 'projectId' | 'receivedAt'>,
  blobId: string,
): BlobKey {
  return { kind: 'replays', projectId, at: receivedAt, id: blobId }
}
