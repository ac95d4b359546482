import { LapwingError } from '../errors.ts'

/** Runs password hashes one after the other. */
export type HashQueue = <Result>(hash: () => Promise<Result>) => Promise<Result>

/**
 * One hash at a time: each holds a thread of libuv's pool for a third of a second, and the spool's fdatasync needs one of the four. More than
 * `limit` waiting is not people signing in: `rate_limited`.
 */
export function createHashQueue(limit = 20): HashQueue {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async (hash) => {
    if (waiting >= limit) {
      throw new LapwingError('rate_limited', { detail: 'Too many sign-in attempts.', headers: { 'retry-after': '10' } })
    }
    waiting++
    const result = last.then(hash).finally(() => waiting--)
    last = result.catch(() => undefined)
    return result
  }
}
