import type { Storage } from '../storage/storage.ts'
import type { HashQueue } from '../users/hash-queue.ts'
import type { GuessLimiter } from './guess-limiter.ts'

/** The part of pino's logger that the API uses. */
export interface ApiLog {
  error(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** What the wiring (app.ts) hands to the API. */
export interface ApiContext {
  storage: Storage
  /** Public address without a trailing slash. */
  baseUrl: string
  version: string
  /** Milliseconds since 1970. */
  now: () => number
  log: ApiLog
  /** Called after a project or key changed, so that caches of them are dropped. */
  onProjectsChanged?: () => void
  /** Called after work was filed that a job has to do (deletion, merge), so that it begins at once. */
  onJobFiled?: () => void
}

/** What handlers get: the context and what the API itself keeps in memory. */
export interface ApiServices extends ApiContext {
  signInGuesses: GuessLimiter
  hashQueue: HashQueue
}
