/**
 * The literal pieces of a value between its wildcards: `*foo\*bar*` is `['', 'foo*bar', '']`; one piece = no wildcard. `\"` and `\*` become
 * what they stand for, other backslashes are just that.
 */
export function splitWildcards(raw: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (let at = 0; at < raw.length; at++) {
    const letter = raw[at] ?? ''
    const next = raw[at + 1]
    if (letter === '\\' && (next === '*' || next === '"')) {
      piece += next
      at++
    } else if (letter === '*') {
      pieces.push(piece)
      piece = ''
    } else {
      piece += letter
    }
  }
  pieces.push(piece)
  return pieces
}

export function hasWildcard(raw: string): boolean {
  return splitWildcards(raw).length > 1
}

/** What a value that may hold no wildcard says. */
export function unescapeText(raw: string): string {
  return splitWildcards(raw).join('*')
}

/** Where a value's wildcards stand, as Sentry's search box shows them; false for none, for asterisks alone and for inner ones. */
export function wildcardShape(raw: string): false | 'leading' | 'trailing' | 'surrounded' {
  const pieces = splitWildcards(raw)
  if (pieces.length === 1 || pieces.every((piece) => piece === '')) return false
  const isLeading = pieces[0] === ''
  const isTrailing = pieces.at(-1) === ''
  if (isLeading) return isTrailing ? 'surrounded' : 'leading'
  return isTrailing && 'trailing'
}
