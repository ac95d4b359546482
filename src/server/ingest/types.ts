import type { FastifyRequest } from 'fastify'
import type { ErrorCode } from '../errors.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import type { ProjectKey } from '../storage/meta/ports/projects.ts'
import type { Spool } from '../storage/spool/port.ts'

/** What ingest must know of a DSN key. */
export type IngestKey = Pick<ProjectKey, 'projectId' | 'isActive' | 'rateLimit'>

export interface IngestLimits {
  /** A request's body as it comes over the wire, when it is compressed. */
  requestBytes: number
  /** An envelope after decompression; also a body that is not compressed. */
  envelopeBytes: number
  /** Bodies being read, inflated or written at one time, all requests together; more than that is answered 503. */
  inFlightBytes: number
  /** One header line of an envelope. */
  headerBytes: number
  /** Items in an envelope, of whatever type. */
  items: number
}

/** Sizes as the protocol documents them; header lines, items and bytes in flight have no documented limit. */
export const defaultIngestLimits: IngestLimits = {
  requestBytes: 20 * 1024 * 1024,
  envelopeBytes: 100 * 1024 * 1024,
  inFlightBytes: 256 * 1024 * 1024,
  headerBytes: 64 * 1024,
  items: 1000,
}

/** What the ingest verbs work with. */
export interface IngestContext {
  /** Asked for every request: answer from memory. */
  findKey: (publicKey: string) => IngestKey | null | Promise<IngestKey | null>
  spool: Pick<Spool, 'append' | 'refusal'>
  rateLimiter: RateLimiter
  /** Counts what was dropped before the spool; what is in the spool is counted by the digest. */
  countOutcome: (outcome: OutcomeCount) => void
  /** Hears why the spool could not write; the client got 503. */
  onSpoolError: (error: unknown) => void
  /** Milliseconds since 1970. */
  now: () => number
  limits: IngestLimits
}

/** What the routes need of the rest of the server. */
export interface IngestOptions extends Pick<IngestContext, 'findKey' | 'spool' | 'countOutcome' | 'now'> {
  /** In memory by default. */
  rateLimiter?: RateLimiter
  onSpoolError?: (error: unknown) => void
  /** Fastify's `request.ip` by default, which obeys its `trustProxy`. */
  clientIp?: (request: FastifyRequest) => string | null
  limits?: Partial<IngestLimits>
}

export interface RateLimiter {
  /**
   * Takes `quantity` out of what the key may still send in the current window (of `limit.window` seconds).
   * 0 when it was granted; else nothing was taken and the answer is the seconds until the next window.
   */
  take: (publicKey: string, limit: { window: number; count: number }, quantity: number, now: number) => number
}

/** An expected failure on its way to the client: a code of the catalogue, its status, and Sentry's own words for it. */
export interface Refusal {
  code: ErrorCode
  detail: string
  causes: string[]
  headers: Record<string, string>
}

/** A value, or why there is none. */
export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }
