export type SearchParams = Record<string, string | string[]>

/** `?a=1&a=2&b=x` → `{a: ['1', '2'], b: 'x'}`: the query strings of /api/0, so that links read the same in both. */
export function parseSearch(text: string): SearchParams {
  const params: SearchParams = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const before = params[key]
    if (before === undefined) params[key] = value
    else if (Array.isArray(before)) before.push(value)
    else params[key] = [before, value]
  }
  return params
}

/** The way back; what is undefined, null or empty is left out. */
export function writeSearch(params: Record<string, unknown>): string {
  const pairs = new URLSearchParams()
  for (const [key, value] of Object.entries(params))
    for (const one of Array.isArray(value) ? value : [value])
      if (typeof one === 'string' ? one !== '' : typeof one === 'number') pairs.append(key, String(one))
  const text = pairs.toString()
  return text && `?${text}`
}

/** A parameter that may repeat; undefined when absent. */
export function readList(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  )
  return list.length > 0 ? list : undefined
}

/** A parameter that stands once; the last one when repeated. */
export function readOne(value: unknown): string | undefined {
  return readList(value)?.at(-1)
}
