import type { Json, JsonObject } from '../../protocol/event.ts'

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])

/** The objects of a list; whatever else is in it is passed over. */
export const objectsOf = (value: Json | undefined): JsonObject[] => listOf(value).filter(isObject)

export const idOf = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null)
