import type { Level } from '../../../../protocol/event.ts'
import { mostElements, mostIds, mostReleases, mostSegmentNames, mostTags, mostUrls } from '../port.ts'
import {
  countNothing,
  type RecordedCounts,
  recordedKinds,
  type ReplayLink,
  type ReplayRecording,
  type ReplaySegment,
  type ReplayTold,
} from '../records.ts'

/**
 * What is kept of a replay, as JSON. Everything in it joins: minima, maxima, sums over parts that count once, and lists of the lowest places, so that
 * the order in which segments and links come makes no difference.
 */
export interface ReplayState extends RecordedCounts {
  startedAt: number
  finishedAt: number
  /** Of the lowest segment; one that its event tells goes before one that is guessed from the recording. */
  type: { place: number; name: 'session' | 'buffer' } | null
  segments: number
  clicks: number
  dead: number
  rage: number
  /** By field, of the highest segment that tells it. */
  texts: { [field: string]: [segment: number, text: string] }
  urls: Placed<string>[]
  errorIds: Placed<string>[]
  traceIds: Placed<string>[]
  releases: Placed<string>[]
  segmentNames: Placed<string>[]
  tags: Placed<[key: string, value: string]>[]
  /** Terms. */
  elements: Placed<number>[]
  /** Linked events, by level. */
  errors: Linked[]
  warnings: Linked[]
  infos: Linked[]
  /** Of linked events, by the time of the first one. */
  linkedTraces: Linked[]
}

/** Where a value stands: its segment and its place there; where it comes repeatedly, the lowest. */
type Placed<T> = [segment: number, index: number, value: T]
/** An event or trace, and when it was first. */
type Linked = [at: number, id: string]

export function createState(): ReplayState {
  return {
    startedAt: Number.MAX_SAFE_INTEGER,
    finishedAt: 0,
    type: null,
    segments: 0,
    clicks: 0,
    dead: 0,
    rage: 0,
    ...countNothing(),
    texts: {},
    urls: [],
    errorIds: [],
    traceIds: [],
    releases: [],
    segmentNames: [],
    tags: [],
    elements: [],
    errors: [],
    warnings: [],
    infos: [],
    linkedTraces: [],
  }
}

/** As it was written, perhaps by a release that knew of less. */
export function readState(written: string): ReplayState {
  const state: Partial<ReplayState> = JSON.parse(written)
  return { ...createState(), ...state }
}

/** What stays of a deleted one. */
export function archivedState({ startedAt, finishedAt, type }: ReplayState): ReplayState {
  return { ...createState(), startedAt, finishedAt, type }
}

export function foldTimes(
  state: ReplayState,
  { startedAt, finishedAt, segmentId, told, replayType }: ReplaySegment,
): void {
  state.startedAt = Math.min(state.startedAt, startedAt)
  state.finishedAt = Math.max(state.finishedAt, finishedAt)
  const place = segmentId * 2 + (told ? 0 : 1)
  if (state.type === null || place < state.type.place) state.type = { place, name: replayType }
}

/** Pages that only the recording tells stand behind those of the event. */
const navigationsFrom = 1_000_000

export function foldTold(state: ReplayState, segment: number, told: ReplayTold): void {
  for (const [field, text] of textsOf(told)) {
    const known = state.texts[field]
    if (text && (known === undefined || known[0] < segment)) state.texts[field] = [segment, text]
  }
  addUrls(state, segment, 0, told.urls)
  state.errorIds = addDistinct(state.errorIds, place(segment, 0, told.errorIds), mostIds)
  state.traceIds = addDistinct(state.traceIds, place(segment, 0, told.traceIds), mostIds)
  state.releases = addDistinct(state.releases, place(segment, 0, told.release ? [told.release] : []), mostReleases)
  state.segmentNames = addDistinct(state.segmentNames, place(segment, 0, told.segmentNames), mostSegmentNames)
  state.tags = addDistinct(
    state.tags,
    place(
      segment,
      0,
      told.tags.filter(([, value]) => value !== ''),
    ),
    mostTags,
  )
}

/** `elements`: the terms of its clicks. */
export function foldRecording(
  state: ReplayState,
  segment: number,
  recording: ReplayRecording,
  elements: number[],
): void {
  state.clicks += recording.clicks.length
  state.dead += recording.clicks.filter(({ isDead, isRage }) => isDead || isRage).length
  state.rage += recording.clicks.filter(({ isRage }) => isRage).length
  for (const kind of recordedKinds) state[kind] += recording.counts[kind]
  addUrls(state, segment, navigationsFrom, recording.navigations)
  state.elements = addDistinct(state.elements, place(segment, 0, elements), mostElements)
}

/** The ids that it brings, of its event and its trace. */
export function foldLink(
  state: ReplayState,
  { eventId, level, at, traceId }: Pick<ReplayLink, 'eventId' | 'level' | 'at' | 'traceId'>,
): string[] {
  const list = listOf(level)
  return [
    ...(addLinked(state, list, at, eventId) ? [eventId] : []),
    ...(traceId !== null && addLinked(state, 'linkedTraces', at, traceId) ? [traceId] : []),
  ]
}

const linkedLists = ['errors', 'warnings', 'infos', 'linkedTraces'] as const

/** Takes over the events that another replay of the same id is linked with; their ids, and those of their traces. */
export function joinLinks(state: ReplayState, other: ReplayState): string[] {
  return linkedLists.flatMap((list) => other[list].flatMap(([at, id]) => (addLinked(state, list, at, id) ? [id] : [])))
}

/** False when it tells nothing new. */
function addLinked(state: ReplayState, list: (typeof linkedLists)[number], at: number, id: string): boolean {
  if (state[list].some(([time, known]) => known === id && time <= at)) return false
  const others = state[list].filter(([, known]) => known !== id)
  const added: Linked = [at, id]
  state[list] = [...others, added].toSorted(byTime).slice(0, mostIds)
  return state[list].some(([, known]) => known === id)
}

function listOf(level: Level): 'errors' | 'warnings' | 'infos' {
  if (level === 'error' || level === 'fatal') return 'errors'
  return level === 'warning' ? 'warnings' : 'infos'
}

function byTime([at, id]: Linked, [otherAt, otherId]: Linked): number {
  return at - otherAt || (id < otherId ? -1 : 1)
}

function addUrls(state: ReplayState, segment: number, from: number, urls: string[]): void {
  if (urls.length === 0) return
  state.urls = [...state.urls, ...place(segment, from, urls)].toSorted(byPlace).slice(0, mostUrls)
}

function place<T>(segment: number, from: number, values: T[]): Placed<T>[] {
  return values.map((value, index) => [segment, from + index, value])
}

function addDistinct<T>(list: Placed<T>[], added: Placed<T>[], most: number): Placed<T>[] {
  if (added.length === 0) return list
  const kept = new Map<string, Placed<T>>()
  for (const one of [...list, ...added]) {
    const key = JSON.stringify(one[2])
    const known = kept.get(key)
    if (known === undefined || byPlace(one, known) < 0) kept.set(key, one)
  }
  return [...kept.values()].toSorted(byPlace).slice(0, most)
}

function byPlace([segment, index]: Placed<unknown>, [otherSegment, otherIndex]: Placed<unknown>): number {
  return segment - otherSegment || index - otherIndex
}

function textsOf({ environment, dist, platform, user, geo, sdk, os, browser, device, otaUpdates }: ReplayTold) {
  return [
    ['environment', environment],
    ['dist', dist],
    ['platform', platform],
    ['userId', user?.id],
    ['userEmail', user?.email],
    ['userName', user?.username],
    ['userIp', user?.ip],
    ['geoCity', geo?.city],
    ['geoCountryCode', geo?.countryCode],
    ['geoRegion', geo?.region],
    ['geoSubdivision', geo?.subdivision],
    ['sdkName', sdk.name],
    ['sdkVersion', sdk.version],
    ['osName', os.name],
    ['osVersion', os.version],
    ['browserName', browser.name],
    ['browserVersion', browser.version],
    ['deviceName', device.name],
    ['deviceBrand', device.brand],
    ['deviceFamily', device.family],
    ['deviceModel', device.model],
    ['otaChannel', otaUpdates.channel],
    ['otaRuntimeVersion', otaUpdates.runtimeVersion],
    ['otaUpdateId', otaUpdates.updateId],
  ] as const
}
