/** Ways into JSON whose shape is not known to the compiler. */

export type JsonRecord = Record<string, unknown>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of members and places; undefined where the path ends. */
export function dig(value: unknown, ...path: (string | number)[]): unknown {
  let at = value
  for (const step of path) {
    if (isRecord(at)) at = at[step]
    else if (Array.isArray(at)) at = at[Number(step)]
    else return undefined
  }
  return at
}

/** The list at a path; [] where there is none. */
export function list(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = dig(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The object at a path; {} where there is none. */
export function record(value: unknown, ...path: (string | number)[]): JsonRecord {
  const found = dig(value, ...path)
  return isRecord(found) ? found : {}
}

/** The text at a path; throws where there is none. */
export function text(value: unknown, ...path: (string | number)[]): string {
  const found = dig(value, ...path)
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('.')}: ${JSON.stringify(found)}`)
  return found
}
