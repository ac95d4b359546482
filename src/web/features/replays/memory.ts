import type { Json, JsonObject } from '../../../protocol/event.ts'

/** How much of its memory a page used; browsers that tell are measured once a segment, some every five seconds. */
export interface MemoryReading {
  /** Milliseconds since 1970. */
  at: number
  /** Bytes of JavaScript's heap in use, and of all that it had taken. */
  used: number
  total: number
}

/** rrweb's type of events that others add. */
const custom = 5

/** What SDKs measured of memory, by time. */
export function readMemory(events: readonly JsonObject[]): MemoryReading[] {
  return events
    .flatMap((event) => {
      if (event.type !== custom || !isObject(event.data) || event.data.tag !== 'performanceSpan') return []
      const { payload } = event.data
      if (!isObject(payload) || payload.op !== 'memory') return []
      const memory = isObject(payload.data) && isObject(payload.data.memory) ? payload.data.memory : null
      const [seconds, used, total] = [
        positive(payload.startTimestamp),
        positive(memory?.usedJSHeapSize),
        positive(memory?.totalJSHeapSize),
      ]
      return seconds === null || used === null || total === null ? [] : [{ at: seconds * 1000, used, total }]
    })
    .toSorted((a, b) => a.at - b.at)
}

function positive(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
