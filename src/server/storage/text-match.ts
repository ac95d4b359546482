import type { TextMatch } from './condition.ts'

/** The test that a `TextMatch` stands for, for engines that try texts one by one: prepared once, linear in the text. */
export function compileTextMatch(match: TextMatch): (text: string) => boolean {
  switch (match.kind) {
    case 'equals':
      return (text) => text === match.value
    case 'in': {
      const values = new Set(match.values)
      return (text) => values.has(text)
    }
    case 'contains': {
      const part = match.value.toLowerCase()
      return (text) => text.toLowerCase().includes(part)
    }
    case 'pattern': {
      const pieces = match.pieces.map((piece) => piece.toLowerCase())
      return (text) => fits(text.toLowerCase(), pieces)
    }
  }
}

/** One text against one test. */
export function matchesText(text: string, match: TextMatch): boolean {
  return compileTextMatch(match)(text)
}

/** The first piece begins the text, the last ends it, and the others follow each other in between: each at its first place is as good as any. */
function fits(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let from = first.length
  for (const piece of rest) {
    const at = text.indexOf(piece, from)
    if (at === -1) return false
    from = at + piece.length
  }
  return text.length - last.length >= from && text.endsWith(last)
}
