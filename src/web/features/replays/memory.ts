import type { JsonObject } from '../../../protocol/event.ts'
import { isObject, positive, readAdded, readSeconds } from './recorded.ts'

/** How much of its memory a page used; browsers that tell are measured once a segment, some every five seconds. */
export interface MemoryReading {
  /** Milliseconds since 1970. */
  at: number
  /** Bytes of JavaScript's heap in use, and of all that it had taken. */
  used: number
  total: number
}

/** What SDKs measured of memory, by time. */
export function readMemory(events: readonly JsonObject[]): MemoryReading[] {
  return events
    .flatMap((event) => {
      const { tag, payload } = readAdded(event) ?? {}
      if (tag !== 'performanceSpan' || payload?.op !== 'memory') return []
      const memory = isObject(payload.data) && isObject(payload.data.memory) ? payload.data.memory : null
      const [at, used, total] = [
        readSeconds(payload.startTimestamp),
        positive(memory?.usedJSHeapSize),
        positive(memory?.totalJSHeapSize),
      ]
      return at === null || used === null || total === null ? [] : [{ at, used, total }]
    })
    .toSorted((a, b) => a.at - b.at)
}
