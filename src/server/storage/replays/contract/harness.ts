import { createHash } from 'node:crypto'
import { everything } from '../../condition.ts'
import type { Replay, ReplayQuery, ReplayStore, SelectorQuery } from '../port.ts'
import {
  countNothing,
  type RecordedCounts,
  type ReplayBatch,
  type ReplayClick,
  type ReplayElement,
  type ReplayLink,
  type ReplayRecording,
  type ReplaySegment,
  type ReplayTold,
} from '../records.ts'

/** One empty store for the length of a test. */
export interface ReplayHarness {
  /** Opens the same data again each time; what was open before is not used any more, closed or not (a crash). */
  open(): Promise<ReplayStore>
}

export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000
/** 2026-11-21T12:00:00Z. */
export const noon = Date.UTC(2026, 10, 21, 12)

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** The n-th of its kind: 32 hex digits. */
export function idOf(kind: string, n: number): string {
  return createHash('md5').update(`${kind} ${n}`).digest('hex')
}

export const replayOf = (n: number) => idOf('replay', n)
export const eventOf = (n: number) => idOf('event', n)
export const traceOf = (n: number) => idOf('trace', n)
export const blobOf = (n: number) => idOf('blob', n)

/** An event that tells nothing; what matters to a test it says itself. */
export function told(own: Partial<ReplayTold> = {}): ReplayTold {
  return {
    environment: null,
    release: null,
    dist: null,
    platform: 'javascript',
    urls: [],
    errorIds: [],
    traceIds: [],
    segmentNames: [],
    user: null,
    geo: null,
    sdk: { name: null, version: null },
    os: { name: null, version: null },
    browser: { name: null, version: null },
    device: { name: null, brand: null, model: null, family: null },
    otaUpdates: { channel: null, runtimeVersion: null, updateId: null },
    tags: [],
    ...own,
  }
}

/** A recording of nothing; give each a blob of its own. */
export function recording(
  own: Partial<Omit<ReplayRecording, 'counts'>> & { counts?: Partial<RecordedCounts> } = {},
): ReplayRecording {
  return {
    blobId: blobOf(0),
    kind: 'rrweb',
    bytes: 1000,
    clicks: [],
    navigations: [],
    ...own,
    counts: { ...countNothing(), ...own.counts },
  }
}

export function element(own: Partial<ReplayElement> = {}): ReplayElement {
  return {
    tag: 'button',
    id: '',
    classes: [],
    text: '',
    role: '',
    alt: '',
    testId: '',
    ariaLabel: '',
    title: '',
    componentName: '',
    ...own,
  }
}

export function click(
  own: Partial<Omit<ReplayClick, 'element'>> & { element?: Partial<ReplayElement> } = {},
): ReplayClick {
  return { at: noon, nodeId: 1, isDead: false, isRage: false, ...own, element: element(own.element) }
}

/** Segment 0 of replay 1 of project 1, ten seconds from noon on. */
export function segment(own: Partial<ReplaySegment> = {}): ReplaySegment {
  const startedAt = own.startedAt ?? noon
  const finishedAt = own.finishedAt ?? startedAt + 10 * secondMs
  return {
    position: 0,
    organizationId: 1,
    projectId: 1,
    receivedAt: finishedAt,
    replayId: replayOf(1),
    segmentId: 0,
    replayType: 'session',
    startedAt,
    finishedAt,
    told: null,
    recording: null,
    ...own,
  }
}

/** That an error happened in replay 1. */
export function link(own: Partial<ReplayLink> = {}): ReplayLink {
  const at = own.at ?? noon
  return {
    position: 0,
    organizationId: 1,
    projectId: 1,
    receivedAt: at,
    replayId: replayOf(1),
    eventId: eventOf(1),
    level: 'error',
    at,
    traceId: null,
    ...own,
  }
}

export type ReplayRecord = ReplaySegment | ReplayLink

/** As a batch carries them; positions are those of the records. */
export function batchOf(spool: string, to: number, records: ReplayRecord[]): ReplayBatch {
  return {
    spool,
    to,
    segments: records.flatMap((record) => ('segmentId' in record ? [record] : [])),
    links: records.flatMap((record) => ('segmentId' in record ? [] : [record])),
  }
}

/** Records these one by one, a batch each, from the spool's offset on. */
export async function give(store: ReplayStore, records: ReplayRecord[], spool = 'spool'): Promise<void> {
  for (const record of records) {
    const position = await store.offset(spool)
    await store.record(batchOf(spool, position + 100, [{ ...record, position }]))
  }
}

/** Replay 1 of project 1. */
export async function shown(
  store: ReplayStore,
  replayId = replayOf(1),
  viewerId: number | null = null,
): Promise<Replay | null> {
  return store.find({ projectIds: [1], replayId, viewerId })
}

/** Of project 1, two days around noon, newest first. */
export function query(own: Partial<ReplayQuery> = {}): ReplayQuery {
  return {
    projectIds: [1],
    environments: null,
    where: everything,
    start: noon - dayMs,
    end: noon + dayMs,
    sort: { key: 'startedAt', descending: true },
    limit: 100,
    offset: 0,
    viewerId: null,
    ...own,
  }
}

/** Which replays are found, by the number given to `replayOf`. */
export async function found(store: ReplayStore, own: Partial<ReplayQuery> = {}): Promise<number[]> {
  const known = new Map(numbers(200).map((n) => [replayOf(n), n]))
  return (await store.search(query(own))).map(({ replayId }) => known.get(replayId) ?? -1)
}

export function selectorQuery(own: Partial<SelectorQuery> = {}): SelectorQuery {
  return {
    projectIds: [1],
    environments: null,
    start: noon - dayMs,
    end: noon + dayMs,
    sort: { key: 'countDeadClicks', descending: true },
    limit: 100,
    offset: 0,
    ...own,
  }
}

export const everyPage = { limit: 1000, offset: 0 }
