import type { Level } from '../../../protocol/event.ts'

/** What the digest hands to the replays view. Times are milliseconds since 1970. */
export interface ReplayBatch {
  spool: string
  /** Where the batch ends. */
  to: number
  segments: ReplaySegment[]
  links: ReplayLink[]
}

interface ReplayPlace {
  /** Of the envelope in its spool. */
  position: number
  organizationId: number
  projectId: number
  receivedAt: number
  /** 32 hex digits. */
  replayId: string
}

/**
 * One envelope of a replay: what the SDK tells of a stretch of it, and the recording of that stretch; either may be missing. Of two with the same
 * number the first that came counts: SDKs send again what they heard no answer to.
 */
export interface ReplaySegment extends ReplayPlace {
  segmentId: number
  /** `session`: recorded from the start. `buffer`: kept from the minute before an error. */
  replayType: 'session' | 'buffer'
  /** When the replay began, as far as this segment knows: by its event, else by its first recorded event. */
  startedAt: number
  /** The end of the stretch. */
  finishedAt: number
  told: ReplayTold | null
  recording: ReplayRecording | null
}

/** From the replay event. */
export interface ReplayTold {
  environment: string | null
  release: string | null
  dist: string | null
  platform: string
  urls: string[]
  errorIds: string[]
  traceIds: string[]
  /** What was traced meanwhile: routes, page loads. */
  segmentNames: string[]
  user: { id: string | null; username: string | null; email: string | null; ip: string | null } | null
  geo: { city: string | null; countryCode: string | null; region: string | null; subdivision: string | null } | null
  sdk: { name: string | null; version: string | null }
  os: { name: string | null; version: string | null }
  browser: { name: string | null; version: string | null }
  device: { name: string | null; brand: string | null; model: string | null; family: string | null }
  /** Of an app that updates itself over the air. */
  otaUpdates: { channel: string | null; runtimeVersion: string | null; updateId: string | null }
  /** One value a key, sorted by key. */
  tags: [string, string][]
}

/** From the recording. Its bytes are in the blob store under kind `replays`, this project, the day of `receivedAt` and this id. */
export interface ReplayRecording {
  blobId: string
  kind: 'rrweb' | 'video'
  /** Of the JSON, or the video. */
  bytes: number
  clicks: ReplayClick[]
  counts: RecordedCounts
  /** Where the person went: pages or screens, in order, as far as the event does not tell. */
  navigations: string[]
}

/** What a recording tells of that is counted, beside clicks. */
export const recordedKinds = [
  /** Of mobile replays. */
  'taps',
  /** Series of clicks on an element that took effect; their clicks count by themselves, too. */
  'multiClicks',
  /** Into fields, and keys that were pressed outside of them. */
  'inputs',
  'consoleMessages',
  /** Of scripts, and what the page loaded. */
  'requests',
  'webVitals',
  /** Times that so much of a page changed at once that the SDK tells of it. */
  'mutations',
  'hydrationErrors',
] as const
export type RecordedCounts = Record<(typeof recordedKinds)[number], number>

export function countNothing(): RecordedCounts {
  return {
    taps: 0,
    multiClicks: 0,
    inputs: 0,
    consoleMessages: 0,
    requests: 0,
    webVitals: 0,
    mutations: 0,
    hydrationErrors: 0,
  }
}

export interface ReplayClick {
  at: number
  nodeId: number
  /** Rage clicks are dead clicks too. */
  isDead: boolean
  isRage: boolean
  element: ReplayElement
}

/** Empty texts for what the element does not have. */
export interface ReplayElement {
  tag: string
  id: string
  classes: string[]
  text: string
  role: string
  alt: string
  testId: string
  ariaLabel: string
  title: string
  componentName: string
}

/** An event that names the replay it happened in, which may be another project's of its organisation: a page's, where it happened on the server. */
export interface ReplayLink extends ReplayPlace {
  eventId: string
  level: Level
  at: number
  /** The trace that it belongs to, 32 hex digits. */
  traceId: string | null
}
