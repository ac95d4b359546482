import type { Json, JsonObject } from '../../../protocol/event.ts'

/** rrweb's type of events that others add. */
export const custom = 5

/** What an SDK added to a recording; null when the event is none of those. */
export function readAdded({ type, data }: JsonObject): { tag: Json | undefined; payload: JsonObject } | null {
  return type === custom && isObject(data) && isObject(data.payload) ? { tag: data.tag, payload: data.payload } : null
}

/** A number above zero; null for whatever else is there. */
export function positive(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null
}

/** SDKs tell of times in seconds; here they are milliseconds. */
export function readSeconds(value: Json | undefined): number | null {
  const seconds = positive(value)
  return seconds === null ? null : seconds * 1000
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
