import { LapwingError } from '../errors.ts'
import { readEventId } from '../events/read-event.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Replay, ReplaySegmentRow } from '../storage/replays/port.ts'
import type { Storage } from '../storage/storage.ts'

/** The replay by its id, in whatever spelling, as this caller sees it. Throws `not_found`, also for one that was deleted. */
export async function findReplay(
  text: string,
  projects: Pick<Project, 'id'>[],
  caller: Caller,
  { replays }: Pick<Storage, 'replays'>,
): Promise<Replay> {
  const replayId = readEventId(text)
  const projectIds = projects.map(({ id }) => id)
  const viewerId = caller.user?.id ?? null
  const replay = replayId === null ? null : await replays.find({ projectIds, replayId, viewerId })
  if (!replay || replay.isArchived) throw new LapwingError('not_found', { detail: 'Replay not found' })
  return replay
}

/** One of its segments by its number. Throws `not_found`. */
export async function findSegment(
  project: Project,
  params: { replay_id: string; segment_id: string },
  { replays }: Pick<Storage, 'replays'>,
): Promise<ReplaySegmentRow> {
  const replayId = readEventId(params.replay_id)
  const isNumber = /^\d{1,9}$/.test(params.segment_id)
  const segment =
    replayId === null || !isNumber ? null : await replays.findSegment(project.id, replayId, Number(params.segment_id))
  if (!segment) throw new LapwingError('not_found', { detail: 'Replay recording segment not found.' })
  return segment
}
