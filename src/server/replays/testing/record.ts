import { createHash } from 'node:crypto'
import type { Level } from '../../../protocol/event.ts'
import { putBlob } from '../../storage/blobs/transfer.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import {
  countNothing,
  type RecordedCounts,
  type ReplayClick,
  type ReplayElement,
  type ReplayLink,
  type ReplayRecording,
  type ReplaySegment,
  type ReplayTold,
} from '../../storage/replays/records.ts'
import type { Storage } from '../../storage/storage.ts'
import { recordingKey } from '../recording.ts'

const spool = 'test'

/** A segment as tests tell of it: five seconds of a replay of nobody on no page, unless told otherwise. */
export interface ToldSegment {
  project: Pick<Project, 'id' | 'organizationId'>
  replay: string
  /** When it begins. */
  at: number
  segment?: number
  seconds?: number
  type?: 'session' | 'buffer'
  told?: Partial<ReplayTold>
  clicks?: ReplayClick[]
  counts?: Partial<RecordedCounts>
  /** What was recorded; null for nothing. */
  events?: unknown[] | null
  video?: Uint8Array
}

const nothingTold: ReplayTold = {
  environment: 'production',
  release: 'shop@1.0.0',
  dist: null,
  platform: 'javascript',
  urls: [],
  errorIds: [],
  traceIds: [],
  segmentNames: [],
  user: null,
  geo: null,
  sdk: { name: 'sentry.javascript.browser', version: '11.12.0' },
  os: { name: null, version: null },
  browser: { name: null, version: null },
  device: { name: null, brand: null, model: null, family: null },
  otaUpdates: { channel: null, runtimeVersion: null, updateId: null },
  tags: [],
}

/** 32 hex digits from a name. */
export function replayIdOf(name: string): string {
  return createHash('md5').update(name).digest('hex')
}

export function makeElement(parts: Partial<ReplayElement>): ReplayElement {
  const nothing = {
    id: '',
    classes: [],
    text: '',
    role: '',
    alt: '',
    testId: '',
    ariaLabel: '',
    title: '',
    componentName: '',
  }
  return { tag: 'button', ...nothing, ...parts }
}

export function makeClick(
  at: number,
  parts: Partial<ReplayElement>,
  kind: 'plain' | 'dead' | 'rage' = 'plain',
): ReplayClick {
  return { at, nodeId: 7, isDead: kind !== 'plain', isRage: kind === 'rage', element: makeElement(parts) }
}

let count = 0

/** Records the segments, one after the other, as the digest does: bytes first. */
export async function recordReplays(
  { replays, blobs }: Pick<Storage, 'replays' | 'blobs'>,
  list: ToldSegment[],
  links: (Pick<ToldSegment, 'project' | 'replay' | 'at'> & { eventId: string; level?: Level; traceId?: string })[] = [],
): Promise<void> {
  const from = await replays.offset(spool)
  const segments: ReplaySegment[] = []
  for (const [index, told] of list.entries()) {
    segments.push({ ...segmentOf(told, from + index), recording: await storeRecording(told, blobs) })
  }
  const linked = links.map(
    ({ project, replay, at, eventId, level = 'error', traceId = null }, index): ReplayLink => ({
      position: from + list.length + index,
      organizationId: project.organizationId,
      projectId: project.id,
      receivedAt: at,
      replayId: replayIdOf(replay),
      eventId,
      level,
      at,
      traceId,
    }),
  )
  await replays.record({ spool, to: from + list.length + links.length, segments, links: linked })
}

function segmentOf(told: ToldSegment, position: number): Omit<ReplaySegment, 'recording'> {
  const { project, replay, at, segment = 0, seconds = 5, type = 'session' } = told
  return {
    position,
    organizationId: project.organizationId,
    projectId: project.id,
    receivedAt: receivedAt(told),
    replayId: replayIdOf(replay),
    segmentId: segment,
    replayType: type,
    startedAt: at,
    finishedAt: at + seconds * 1000,
    told: { ...nothingTold, ...told.told },
  }
}

const receivedAt = ({ at, seconds = 5 }: ToldSegment) => at + seconds * 1000 + 100

async function storeRecording(told: ToldSegment, blobs: Storage['blobs']): Promise<ReplayRecording | null> {
  const { events = [], video, clicks = [] } = told
  if (events === null) return null
  const json = Buffer.from(JSON.stringify(events))
  const content = video ? Buffer.concat([video, json]) : json
  const blobId = createHash('sha256').update(`blob ${++count}`).digest('hex')
  const key = recordingKey({ projectId: told.project.id, at: receivedAt(told), blobId })
  const result = await putBlob(blobs, key, new Uint8Array(content))
  if (!result.ok) throw new Error('the blob was not stored')
  const bytes = video ? video.length : json.length
  const kind = video ? 'video' : 'rrweb'
  return { blobId, kind, bytes, clicks, counts: { ...countNothing(), ...told.counts }, navigations: [] }
}
