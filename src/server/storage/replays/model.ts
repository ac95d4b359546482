import { dayOf, startOfDay } from '../blobs/key.ts'
import { compareReplays, isFound, isInScope, listSelectors } from './model-match.ts'
import { inOrder, type ModelReplay, type ModelSegment, show } from './model-show.ts'
import { type TalliedReplay, tallyKeys, tallyValues } from './model-tally.ts'
import type { NewReplayDeletion, ReplayBlob, ReplayDeletion, ReplayScope, ReplayStore } from './port.ts'
import type { ReplayLink, ReplaySegment } from './records.ts'

/** The port by brute force: everything that came, looked through for each answer. For tests; says what the engines must answer. */
export function openReplayModel(): ReplayStore {
  const offsets = new Map<string, number>()
  const deletedProjects = new Set<number>()
  let replays = new Map<string, ModelReplay>()
  /** Links to replays that have not come. */
  let waiting: ReplayLink[] = []
  let dead: ReplayBlob[] = []
  const deletions: ReplayDeletion[] = []

  function find(projectId: number, replayId: string): ModelReplay | null {
    return replays.get(`${projectId} ${replayId}`) ?? null
  }

  /** Those with this id in an organisation. */
  function findAll({ organizationId, replayId }: { organizationId: number; replayId: string }): ModelReplay[] {
    return [...replays.values()].filter(
      (replay) => replay.organizationId === organizationId && replay.replayId === replayId,
    )
  }

  /** With the links that the others of its id have, and those that waited for one. */
  function create(segment: ReplaySegment): ModelReplay {
    const { organizationId, projectId, replayId } = segment
    const waited = waiting.filter((link) => link.organizationId === organizationId && link.replayId === replayId)
    const links = [...findAll(segment).flatMap((other) => other.links), ...waited]
    waiting = waiting.filter((link) => !waited.includes(link))
    const empty = { receivedAt: 0, segments: new Map(), views: new Map(), archived: null }
    const replay = { organizationId, projectId, replayId, links, ...empty }
    replays.set(`${projectId} ${replayId}`, replay)
    return replay
  }

  function addLink(link: ReplayLink): void {
    if (deletedProjects.has(link.projectId)) return
    const found = findAll(link)
    if (found.length === 0) waiting.push(link)
    for (const replay of found) if (!replay.archived) replay.links.push(link)
  }

  function bury({ projectId, receivedAt, recording }: ReplaySegment): void {
    if (recording) dead.push({ projectId, at: receivedAt, blobId: recording.blobId })
  }

  function addSegment(segment: ReplaySegment): void {
    if (deletedProjects.has(segment.projectId)) return bury(segment)
    const replay = find(segment.projectId, segment.replayId) ?? create(segment)
    if (replay.archived) return bury(segment)
    const known = replay.segments.get(segment.segmentId)
    const { receivedAt, startedAt, finishedAt, replayType, segmentId } = segment
    const [isNewTold, isNewRecording] = [!known?.told && segment.told, !known?.recording && segment.recording]
    if (segment.recording && !isNewRecording && segment.recording.blobId !== known?.recording?.blobId) bury(segment)
    if (known && !isNewTold && !isNewRecording) return
    const own = known ?? { id: segmentId, receivedAt, startedAt, finishedAt, types: [], told: null, recording: null }
    own.startedAt = Math.min(own.startedAt, startedAt)
    own.finishedAt = Math.max(own.finishedAt, finishedAt)
    own.types.push({ isTold: segment.told !== null, type: replayType })
    own.told ??= segment.told
    own.recording ??= segment.recording && { ...segment.recording, at: receivedAt }
    replay.segments.set(segmentId, own)
    replay.receivedAt = Math.max(replay.receivedAt, receivedAt)
  }

  function listed(): ModelReplay[] {
    return [...replays.values()]
  }

  function inScope(scope: ReplayScope): TalliedReplay[] {
    return listed()
      .map((replay) => ({ replay, shown: show(replay, null) }))
      .filter(({ shown }) => !shown.isArchived && isInScope(shown, scope))
  }

  return {
    offset: async (spool) => offsets.get(spool) ?? 0,
    async record({ spool, to, segments, links }) {
      const offset = offsets.get(spool) ?? 0
      if (to <= offset) return
      for (const segment of segments) if (segment.position >= offset) addSegment(segment)
      for (const link of links) if (link.position >= offset) addLink(link)
      offsets.set(spool, to)
    },
    async search(query) {
      const found = listed()
        .map((replay) => ({ replay, shown: show(replay, query.viewerId) }))
        .filter(({ replay, shown }) => isFound(replay, shown, query))
      const sorted = found.toSorted((a, b) => compareReplays(a.shown, b.shown, query.sort))
      return sorted.slice(query.offset, query.offset + query.limit).map(({ shown }) => shown)
    },
    async find({ projectIds, replayId, viewerId }) {
      const found = projectIds.flatMap((projectId) => find(projectId, replayId) ?? [])[0]
      return found ? show(found, viewerId) : null
    },
    async listExisting({ projectIds, replayIds, start, end }) {
      return replayIds.filter((replayId) =>
        projectIds.some((projectId) => {
          const found = find(projectId, replayId)
          if (!found || found.archived) return false
          const { startedAt, finishedAt } = show(found, null)
          return (end === null || startedAt < end) && (start === null || finishedAt >= start)
        }),
      )
    },
    listTagKeys: async (query) => tallyKeys(inScope(query)),
    listValues: async (query) => tallyValues(inScope(query), query),
    async listSegments(projectId, replayId, { limit, offset }) {
      const found = find(projectId, replayId)
      const rows = inOrder(found).map((segment) => toRow(projectId, replayId, segment))
      return rows.slice(offset, offset + limit)
    },
    async findSegment(projectId, replayId, segmentId) {
      const segment = find(projectId, replayId)?.segments.get(segmentId)
      return segment ? toRow(projectId, replayId, segment) : null
    },
    async listClicks(projectId, replayId, { limit, offset }) {
      const clicks = inOrder(find(projectId, replayId)).flatMap((segment) => segment.recording?.clicks ?? [])
      return clicks.toSorted((a, b) => a.at - b.at).slice(offset, offset + limit)
    },
    listSelectors: async (query) => listSelectors(listed(), query),
    async markViewed({ projectId, replayId, userId, at }) {
      const found = find(projectId, replayId)
      if (!found || found.archived) return false
      const known = found.views.get(userId) ?? { first: at, last: at }
      found.views.set(userId, { first: Math.min(known.first, at), last: Math.max(known.last, at) })
      return true
    },
    async listViewers(projectId, replayId) {
      const views = [...(find(projectId, replayId)?.views ?? [])]
      const sorted = views.toSorted(([a, { first }], [b, { first: other }]) => first - other || a - b)
      return sorted.map(([userId, { last }]) => ({ userId, viewedAt: last }))
    },
    async deleteReplays(projectId, replayIds) {
      const found = [...new Set(replayIds)].flatMap((id) => find(projectId, id) ?? [])
      const left = found.filter(({ archived }) => archived === null)
      for (const replay of left) {
        for (const { recording } of replay.segments.values()) {
          if (recording) dead.push({ projectId, at: recording.at, blobId: recording.blobId })
        }
        const { startedAt, finishedAt, replayType } = show(replay, null)
        Object.assign(replay, { segments: new Map(), links: [], views: new Map() })
        replay.archived = { startedAt, finishedAt, replayType }
      }
      return left.length
    },
    async listDeadBlobs(limit) {
      const byKey = new Map(dead.toReversed().map((one) => [`${one.projectId} ${one.blobId}`, one]))
      const sorted = [...byKey.values()].toSorted((a, b) => a.projectId - b.projectId || (a.blobId < b.blobId ? -1 : 1))
      return sorted.slice(0, limit)
    },
    async forgetBlobs(blobs) {
      dead = dead.filter((one) => !blobs.some((gone) => gone.blobId === one.blobId && gone.projectId === one.projectId))
    },
    async createDeletion(deletion: NewReplayDeletion) {
      const created: ReplayDeletion = {
        ...deletion,
        id: deletions.length + 1,
        status: 'pending',
        countDeleted: 0,
        updatedAt: deletion.createdAt,
      }
      deletions.push(created)
      return { ...created }
    },
    async listDeletions(projectId, { limit, offset }) {
      const own = deletions.filter((one) => one.projectId === projectId && !deletedProjects.has(projectId))
      return own.toReversed().slice(offset, offset + limit)
    },
    findDeletion: async (projectId, id) =>
      deletions.find((one) => one.id === id && one.projectId === projectId && !deletedProjects.has(projectId)) ?? null,
    listOpenDeletions: async () =>
      deletions.filter(
        ({ status, projectId }) =>
          (status === 'pending' || status === 'in-progress') && !deletedProjects.has(projectId),
      ),
    async updateDeletion(id, { status, deleted, at }) {
      const found = deletions.find((one) => one.id === id && !deletedProjects.has(one.projectId))
      if (!found) return null
      Object.assign(found, { status, countDeleted: found.countDeleted + deleted, updatedAt: at })
      return { ...found }
    },
    async deleteProject(projectId) {
      deletedProjects.add(projectId)
      replays = new Map([...replays].filter(([, replay]) => replay.projectId !== projectId))
      dead = dead.filter((one) => one.projectId !== projectId)
      waiting = waiting.filter((link) => link.projectId !== projectId)
    },
    async deleteBefore(time) {
      const midnight = startOfDay(dayOf(time))
      const before = listed().length
      waiting = waiting.filter(({ receivedAt }) => receivedAt >= midnight)
      replays = new Map([...replays].filter(([, replay]) => replay.receivedAt >= midnight))
      dead = dead.filter(({ at }) => at >= midnight - 86_400_000)
      return before - listed().length
    },
    checkIntegrity: async () => [],
    close: async () => {},
  }
}

function toRow(
  projectId: number,
  replayId: string,
  { id, receivedAt, startedAt, finishedAt, recording }: ModelSegment,
) {
  return {
    projectId,
    replayId,
    segmentId: id,
    receivedAt,
    startedAt,
    finishedAt,
    recording: recording && {
      blobId: recording.blobId,
      at: recording.at,
      kind: recording.kind,
      bytes: recording.bytes,
    },
  }
}
