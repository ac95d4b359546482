import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { pageOfFound, readOffset } from '../http/offset-paging.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { answered, route } from '../http/route.ts'
import { AnyObject, ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { requireReplayAccess } from './access.ts'
import { readByteRange } from './byte-range.ts'
import { findReplay, findSegment } from './find.ts'
import { openRecording, openRecordings, openVideo } from './recording.ts'
import { RecordingSegmentSchema } from './schema.ts'
import { pagingQuery } from './scope.ts'
import { serializeSegment } from './serialize.ts'

const tags = ['Replays']
const readProject = ['project:read', 'project:write', 'project:admin'] as const
const replayPath = '/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/'
const pageSize = 100

/** There with whatever value, as in Sentry. */
const download = { download: Type.Optional(Type.String()) }

/** As SDKs send them. */
const Events = Type.Array(AnyObject)

const listSegments = route({
  method: 'GET',
  path: `${replayPath}recording-segments/`,
  permission: readProject,
  query: Type.Object({ ...pagingQuery, ...download }),
  response: Type.Array(Type.Union([ref(RecordingSegmentSchema), Events])),
  summary: 'The segments of a replay by number; with `download` their recordings, a list of rrweb events for each',
  tags,
  async handler({ organization, project, caller, params, query, reply, page }, { storage }) {
    await requireReplayAccess(organization, caller, storage.meta)
    const size = readPageSize(query, pageSize)
    const cursor = readCursor(query.cursor)
    const offset = readOffset(cursor, size)
    const { replayId } = await findReplay(params.replay_id, [project], caller, storage)
    const found = await storage.replays.listSegments(project.id, replayId, { limit: size + 1, offset })
    const segments = page(pageOfFound(found, offset, size), cursor)
    if (query.download === undefined) return segments.map(serializeSegment)
    return sendJson(reply, openRecordings(segments, storage), null)
  },
})

const readSegment = route({
  method: 'GET',
  path: `${replayPath}recording-segments/{segment_id}/`,
  permission: readProject,
  query: Type.Object(download),
  response: Type.Union([
    Type.Object({
      data: ref(RecordingSegmentSchema),
      id: Type.Integer(),
      replayId: Type.String(),
      segmentId: Type.Integer(),
      dateAdded: RecordingSegmentSchema.properties.dateAdded,
    }),
    Events,
  ]),
  summary: 'One segment of a replay; with `download` its recording, a list of rrweb events',
  tags,
  async handler({ organization, project, caller, params, query, reply }, { storage }) {
    await requireReplayAccess(organization, caller, storage.meta)
    const segment = await findSegment(project, params, storage)
    if (query.download !== undefined) {
      return sendJson(reply, openRecording(segment, storage), `${segment.replayId}-${segment.segmentId}.json`)
    }
    const data = serializeSegment(segment)
    const { id, replayId, segmentId, dateAdded } = data
    // Sentry wraps what an older description gives plainly.
    return { data, id, replayId, segmentId, dateAdded }
  },
})

const readVideo = route({
  method: 'GET',
  path: `${replayPath}videos/{segment_id}/`,
  permission: readProject,
  response: Type.String({ format: 'binary' }),
  summary: 'The video of a segment of a mobile replay, whole or the part that a `Range` header asks for',
  tags,
  async handler({ organization, project, caller, params, request, reply }, { storage }) {
    await requireReplayAccess(organization, caller, storage.meta)
    const segment = await findSegment(project, params, storage)
    const { recording } = segment
    if (recording?.kind !== 'video') throw noVideo()
    const asked = request.headers.range
    const range = asked === undefined ? { from: 0, to: recording.bytes } : readByteRange(asked, recording.bytes)
    void reply.headers({ ...sandbox, 'accept-ranges': 'bytes' })
    if (range === null) {
      void reply
        .status(416)
        .type('application/octet-stream')
        .header('content-range', `bytes */${recording.bytes}`)
        .send('')
      return answered
    }
    const bytes = await openVideo({ projectId: segment.projectId, recording }, range, storage)
    if (bytes === null) throw noVideo()
    if (asked !== undefined) {
      void reply.status(206).header('content-range', `bytes ${range.from}-${range.to - 1}/${recording.bytes}`)
    }
    void reply
      .type('video/mp4')
      .headers({
        'content-length': String(range.to - range.from),
        'content-disposition': `attachment; filename="${segment.replayId}-${segment.segmentId}.mp4"`,
      })
      .send(bytes)
    return answered
  },
})

/** What strangers sent is shown by nobody as a page, and runs no scripts if it is all the same. */
const sandbox = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

function sendJson(reply: FastifyReply, content: Readable, name: string | null): typeof answered {
  const disposition = name === null ? {} : { 'content-disposition': `attachment; filename="${name}"` }
  void reply
    .type('application/json; charset=utf-8')
    .headers({ ...sandbox, ...disposition })
    .send(content)
  return answered
}

function noVideo(): LapwingError {
  return new LapwingError('not_found', { detail: 'Replay recording segment not found.' })
}

export const replayRecordingRoutes = [listSegments, readSegment, readVideo]
