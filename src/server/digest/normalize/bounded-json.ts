import { cleanText, cutText } from './clean-text.ts'

/** JSON text of any value, of about `limit` characters at most and ending in dots when cut; never overflows the stack. */
export function boundedJson(value: unknown, limit: number): string {
  const out: string[] = []
  const left = writeJson(value, out, limit, 24)
  const text = out.join('')
  return left < 0 ? cutText(text, Math.max(Math.min(limit, text.length - 1), 3)) : text
}

/** Writes and answers how many characters are left; below zero when the limit or the depth was passed. */
function writeJson(value: unknown, out: string[], left: number, depth: number): number {
  if (left < 0) return left
  if (typeof value === 'string') {
    const text = JSON.stringify(cleanText(value.length > left ? value.slice(0, left + 1) : value))
    out.push(text)
    return left - text.length
  }
  if (typeof value !== 'object' || value === null) {
    const text =
      typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? String(value) : 'null'
    out.push(text)
    return left - text.length
  }
  if (depth === 0) {
    out.push('...')
    return -1
  }
  const isList = Array.isArray(value)
  const entries: [string, unknown][] = Object.entries(value)
  let room = left - 2
  let first = true
  out.push(isList ? '[' : '{')
  for (const [key, item] of entries) {
    if (room < 0) break
    const start = `${first ? '' : ','}${isList ? '' : `${JSON.stringify(key)}:`}`
    first = false
    out.push(start)
    room = writeJson(item, out, room - start.length, depth - 1)
  }
  out.push(isList ? ']' : '}')
  return room
}
