import type { EventSummary, Grouping, NormalizedEvent } from '../../protocol/event.ts'
import type { SessionAttributes } from '../../protocol/session.ts'

/** What ingest knew about a request when it acknowledged it; written beside the bytes in the spool. */
export interface Receipt {
  projectId: number
  /** Public part of the DSN key. */
  publicKey: string
  /** Milliseconds since 1970, server clock. Everything derived from "now" in the digest comes from here: same bytes, same result. */
  receivedAt: number
  clientIp: string | null
  userAgent: string | null
  /** `sec-ch-ua*` request headers, lower-case names. */
  clientHints: Record<string, string>
  /** Origin, or Referer when there is no Origin. */
  origin: string | null
  /** `sentry_client`, e.g. `sentry.javascript.browser/11.12.0`. */
  client: string | null
}

/** The settings of a project that the digest obeys. */
export interface ProjectSettings {
  id: number
  organizationId: number
  slug: string
  platform: string | null
  scrub: ScrubSettings
  filters: FilterSettings
  grouping: GroupingSettings
}

export interface ScrubSettings {
  /** Sentry's `dataScrubber`: the switch of everything but `scrubIpAddresses`. */
  enabled: boolean
  /** `dataScrubberDefaults`: the built-in list of keys and patterns. */
  defaults: boolean
  scrubIpAddresses: boolean
  /** Additional keys whose values go. */
  sensitiveFields: string[]
  /** Keys that stay whatever the rules say. */
  safeFields: string[]
}

export interface FilterSettings {
  browserExtensions: boolean
  localhost: boolean
  webCrawlers: boolean
  /** Ids as in Sentry's API: `ie`, `edge`, `safari`, `firefox`, `chrome`, `opera`, `android`, `opera_mini`; [] = off. */
  legacyBrowsers: string[]
  reactHydrationErrors: boolean
  chunkLoadErrors: boolean
  /** Globs on `type: value` and the message, case-insensitive. */
  errorMessages: string[]
  /** Globs on the release. */
  releases: string[]
  /** Addresses and CIDR ranges. */
  ipAddresses: string[]
  /** Hosts whose CSP reports are dropped. */
  cspDisallowedSources: string[]
}

export interface GroupingSettings {
  /** Rules in Sentry's fingerprint syntax, one a line. */
  fingerprintRules: string
  /** Rules in Sentry's stack-trace rule (enhancement) syntax. */
  stackTraceRules: string
}

/** Why an inbound filter dropped an event or session; the outcome's reason. */
export const filterReasons = [
  'browser-extensions',
  'legacy-browsers',
  'localhost',
  'web-crawlers',
  'react-hydration-errors',
  'chunk-load-error',
  'error-message',
  'release-version',
  'ip-address',
  'invalid-csp',
] as const
export type FilterReason = (typeof filterReasons)[number]

export type FilterResult = { kept: true } | { kept: false; reason: FilterReason }

export interface GroupingResult {
  grouping: Grouping
  summary: EventSummary
}

/** Signatures of the digest's steps; each is pure: no I/O, no clock, no randomness. */
export type Normalize = (
  raw: unknown,
  receipt: Receipt,
  envelope: {
    eventId: string | null
    sentAt: number | null
    /** Whether all texts of the payload are known to be as `cleanText` makes them; unset when nobody looked. */
    isClean?: boolean
  },
) => NormalizedEvent
export type Filter = (event: NormalizedEvent, receipt: Receipt, settings: FilterSettings) => FilterResult
export type FilterSession = (attributes: SessionAttributes, receipt: Receipt, settings: FilterSettings) => FilterResult
export type Scrub = (event: NormalizedEvent, settings: ScrubSettings) => void
export type Group = (event: NormalizedEvent, settings: GroupingSettings) => GroupingResult
