/**
 * The error event as it is after normalisation: what the digest stores, groups and serves.
 * Field names are the protocol's (https://develop.sentry.dev/sdk/data-model/event-payloads/). Normalisation guarantees
 * the types below; what did not fit is null or absent, and named in `errors` and `_meta`.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export const levels = ['debug', 'info', 'warning', 'error', 'fatal'] as const
export type Level = (typeof levels)[number]

export const eventTypes = ['error', 'default', 'csp', 'hpkp', 'expectct', 'expectstaple', 'nel', 'transaction'] as const
export type EventType = (typeof eventTypes)[number]

/** One line of a stack; stacks run from the oldest call to the crashing one. */
export interface Frame {
  function?: string | null
  raw_function?: string | null
  symbol?: string | null
  module?: string | null
  package?: string | null
  filename?: string | null
  abs_path?: string | null
  lineno?: number | null
  colno?: number | null
  platform?: string | null
  in_app?: boolean | null
  pre_context?: (string | null)[] | null
  context_line?: string | null
  post_context?: (string | null)[] | null
  vars?: JsonObject | null
  /** Free data beside the frame: `orig_in_app`, `sourcemap`, `category` … */
  data?: JsonObject | null
  instruction_addr?: string | null
  addr_mode?: string | null
  symbol_addr?: string | null
  image_addr?: string | null
  trust?: string | null
  lock?: JsonObject | null
}

export interface Stacktrace {
  frames: Frame[]
  frames_omitted?: [number, number] | null
  registers?: JsonObject | null
  lang?: string | null
}

export interface Mechanism {
  type?: string | null
  description?: string | null
  help_link?: string | null
  handled?: boolean | null
  synthetic?: boolean | null
  data?: JsonObject | null
  meta?: JsonObject | null
  source?: string | null
  is_exception_group?: boolean | null
  exception_id?: number | null
  parent_id?: number | null
}

export interface Exception {
  type?: string | null
  value?: string | null
  module?: string | null
  stacktrace?: Stacktrace | null
  raw_stacktrace?: Stacktrace | null
  thread_id?: string | number | null
  mechanism?: Mechanism | null
}

export interface Thread {
  id?: string | number | null
  name?: string | null
  crashed?: boolean | null
  current?: boolean | null
  main?: boolean | null
  state?: string | null
  stacktrace?: Stacktrace | null
  raw_stacktrace?: Stacktrace | null
}

export interface Breadcrumb {
  timestamp?: number | null
  type?: string | null
  category?: string | null
  level?: Level | null
  message?: string | null
  data?: JsonObject | null
  event_id?: string | null
}

/** A pair list keeps order and repeats, as HTTP does. */
export type Pairs = [string, string | null][]

export interface Request {
  url?: string | null
  method?: string | null
  data?: Json
  query_string?: Pairs | null
  cookies?: Pairs | null
  headers?: Pairs | null
  env?: JsonObject | null
  fragment?: string | null
  inferred_content_type?: string | null
  api_target?: string | null
  body_size?: number | null
}

export interface User {
  id?: string | null
  email?: string | null
  username?: string | null
  name?: string | null
  ip_address?: string | null
  geo?: {
    country_code?: string | null
    city?: string | null
    region?: string | null
    subdivision?: string | null
  } | null
  data?: JsonObject | null
}

export interface Sdk {
  name?: string | null
  version?: string | null
  integrations?: string[] | null
  packages?: { name?: string | null; version?: string | null }[] | null
  client_ip?: string | null
}

export interface LogEntry {
  /** The template, when there are params; else the text itself. */
  message?: string | null
  /** The text with the params filled in. */
  formatted?: string | null
  params?: Json
}

export interface Template {
  filename?: string | null
  abs_path?: string | null
  lineno?: number | null
  pre_context?: string[] | null
  context_line?: string | null
  post_context?: string[] | null
}

/** A defect that normalisation found: `type` is Sentry's code (`invalid_data`, `missing_attribute`, …), `name` a path. */
export interface EventError {
  type: string
  name?: string | null
  value?: Json
  reason?: string | null
}

export interface NormalizedEvent {
  event_id: string
  type: EventType
  version?: string | null
  platform: string
  level: Level
  /** Seconds since 1970, after clock-drift correction. */
  timestamp: number
  start_timestamp?: number | null
  /** Seconds since 1970 on the server's clock. */
  received: number
  logger?: string | null
  transaction?: string | null
  transaction_info?: JsonObject | null
  server_name?: string | null
  release?: string | null
  dist?: string | null
  environment?: string | null
  time_spent?: number | null
  logentry?: LogEntry | null
  template?: Template | null
  exception?: { values: Exception[] } | null
  stacktrace?: Stacktrace | null
  threads?: { values: Thread[] } | null
  breadcrumbs?: { values: Breadcrumb[] } | null
  user?: User | null
  request?: Request | null
  contexts?: { [name: string]: JsonObject | null } | null
  tags: [string, string][]
  extra?: JsonObject | null
  modules?: { [name: string]: string | null } | null
  debug_meta?: JsonObject | null
  sdk?: Sdk | null
  fingerprint?: string[] | null
  csp?: JsonObject | null
  hpkp?: JsonObject | null
  expectct?: JsonObject | null
  expectstaple?: JsonObject | null
  nel?: JsonObject | null
  spans?: JsonObject[] | null
  measurements?: JsonObject | null
  errors?: EventError[] | null
  /** Where values were cut, removed or replaced: https://develop.sentry.dev/sdk/data-model/event-payloads/ `_meta`. */
  _meta?: JsonObject | null
  /** Members the protocol does not name: kept as sent. */
  [other: string]: unknown
}

/** How an event was put into its issue, kept with the event so that the UI can explain it. */
export interface Grouping {
  /** The version folder of the rules, `2026-11`. */
  config: string
  /** What the event was grouped by at last: `['{{ default }}']` or the client's or a rule's fingerprint, resolved. */
  fingerprint: string[]
  /** Hex md5s, the first one decides where a new issue is made; any one of them may find an existing issue. */
  hashes: string[]
  variants: { [name: string]: GroupingVariant }
}

export interface GroupingVariant {
  type: 'component' | 'custom-fingerprint' | 'built-in-fingerprint' | 'salted-component' | 'checksum' | 'fallback'
  description: string
  hash: string | null
  /** Why it does not count, when it does not. */
  hint?: string | null
  contributes: boolean
  component?: GroupingComponent | null
  /** For fingerprints: the rule's text or the values. */
  values?: string[] | null
  matchedRule?: string | null
}

/** A tree of what was looked at; leaves are strings. */
export interface GroupingComponent {
  id: string
  name?: string | null
  contributes: boolean
  hint?: string | null
  values: (string | GroupingComponent)[]
}

/** What the issue list shows of an event without opening it. */
export interface EventSummary {
  title: string
  culprit: string
  /** The file of the crashing frame or the blocked document; null when unknown. */
  location: string | null
  /** `{type, value, filename, function}` for errors, `{title}` for messages, `{directive, uri, message}` for CSP. */
  metadata: JsonObject
}

/** What the payload store keeps and the API serves: the event, its summary and why it was grouped so. */
export interface StoredEvent extends NormalizedEvent {
  project: number
  summary: EventSummary
  grouping: Grouping
}
