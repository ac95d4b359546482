/** A part of a file: from ≤ byte < to. */
export interface ByteRange {
  from: number
  to: number
}

/**
 * The part that a `Range` header asks for of a file of so many bytes: `bytes=0-499`, `bytes=500-` or `bytes=-500`. Null for what cannot be given,
 * which is answered with 416: a part behind the end, several at once (as in Sentry), or no range at all.
 */
export function readByteRange(header: string, size: number): ByteRange | null {
  const match = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header)
  if (!match) return null
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return null
  if (first === '') {
    const from = Math.max(0, size - Number(last))
    return from < size ? { from, to: size } : null
  }
  const from = Number(first)
  const to = last === '' ? size : Math.min(Number(last) + 1, size)
  return from < to ? { from, to } : null
}
