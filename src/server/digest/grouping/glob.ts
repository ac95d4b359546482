/**
 * Glob patterns as rules use them: `*`, `**`, `?`, `[a-z]`, `[!a-z]`, `{a,b}`, `\x`. Hand-made because patterns are user
 * input: a match takes at most pattern length × value length steps, and the usual shapes (`foo*`, `*foo*`, `**` paths)
 * become one native string call.
 */

export interface GlobOptions {
  /** `*` and `?` stop at `/`, `**` does not; backslashes count as slashes. Without it `*` crosses everything. */
  path?: boolean
  ignoreCase?: boolean
}

export type GlobMatch = (value: string) => boolean

type Token =
  | { kind: 'char'; code: number }
  | { kind: 'one' }
  | { kind: 'star' }
  | { kind: 'deep' }
  | { kind: 'class'; ranges: number[]; negated: boolean }

/** `{a,b}` multiplies patterns; more than this many and the braces are taken literally. */
const maxAlternatives = 32
const slash = 47

/** Compiles a pattern once; the result is called per value and never throws. */
export function compileGlob(pattern: string, options: GlobOptions = {}): GlobMatch {
  const path = options.path === true
  const ignoreCase = options.ignoreCase === true
  const matches = alternatives(ignoreCase ? pattern.toLowerCase() : pattern, path).map((text) =>
    compileTokens(tokenize(text, path), path),
  )
  const [first] = matches
  const match: GlobMatch =
    matches.length === 1 && first !== undefined ? first : (value) => matches.some((each) => each(value))
  if (!path && !ignoreCase) return match
  return (value) => {
    const cased = ignoreCase ? value.toLowerCase() : value
    return match(path && cased.includes('\\') ? cased.replaceAll('\\', '/') : cased)
  }
}

/**
 * Compiles a pattern for file names and packages: case-insensitive, and `/x` also matches a relative `x`, as rules are
 * written for absolute paths. Values must come lower-cased with forward slashes ({@link normalizePath}).
 */
export function compilePathGlob(pattern: string): GlobMatch {
  const lower = normalizePathPattern(pattern)
  const match = compileGlob(lower, { path: true })
  const first = lower.charCodeAt(0)
  if (first === slash) return (value) => match(value.charCodeAt(0) === slash ? value : `/${value}`)
  const wild = lower.startsWith('*') || lower.startsWith('?') || lower.startsWith('[') || lower.startsWith('{')
  if (!wild) return match
  return (value) => match(value) || (value.charCodeAt(0) !== slash && match(`/${value}`))
}

/** A file name or package in the form that {@link compilePathGlob} compares: lower case, forward slashes. */
export function normalizePath(path: string): string {
  const lower = path.toLowerCase()
  return lower.includes('\\') ? lower.replaceAll('\\', '/') : lower
}

/** A backslash is a separator, as in `C:\\Windows\\*`, except before brackets and braces, which have no other escape. */
function normalizePathPattern(pattern: string): string {
  let text = ''
  const lower = pattern.toLowerCase()
  for (let at = 0; at < lower.length; at++) {
    const char = lower.charAt(at)
    if (char !== '\\') text += char
    else if ('[]{}'.includes(lower.charAt(at + 1)) && at + 1 < lower.length) text += char + lower.charAt(++at)
    else text += '/'
  }
  return text
}

function alternatives(pattern: string, path: boolean): string[] {
  let patterns = [pattern]
  for (let round = 0; round < 4; round++) {
    const next = patterns.flatMap(expandBraces)
    if (next.length > maxAlternatives) break
    if (next.length === patterns.length) break
    patterns = next
  }
  // `a/**/b` also means `a/b`.
  if (path)
    patterns = patterns.flatMap((text) => (text.includes('/**/') ? [text, text.replaceAll('/**/', '/')] : [text]))
  return patterns
}

/** Replaces the first `{a,b}` by its alternatives; anything unbalanced, nested or without a comma stays literal. */
function expandBraces(pattern: string): string[] {
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at)
    if (char === '\\') at++
    else if (char === '{') {
      const end = pattern.indexOf('}', at)
      if (end < 0) return [pattern]
      const inner = pattern.slice(at + 1, end)
      if (!inner.includes(',') || inner.includes('{') || inner.includes('\\')) continue
      return inner.split(',').map((each) => pattern.slice(0, at) + each + pattern.slice(end + 1))
    }
  }
  return [pattern]
}

function tokenize(pattern: string, path: boolean): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at)
    if (char === '*') {
      let stars = 1
      while (pattern.charAt(at + 1) === '*') {
        stars++
        at++
      }
      const kind = !path || stars > 1 ? 'deep' : 'star'
      if (tokens.at(-1)?.kind !== 'deep') tokens.push({ kind })
    } else if (char === '?') {
      tokens.push({ kind: 'one' })
    } else if (char === '[') {
      const parsed = parseClass(pattern, at)
      if (parsed === null) tokens.push({ kind: 'char', code: 91 })
      else {
        tokens.push(parsed.token)
        at = parsed.end
      }
    } else if (char === '\\' && at + 1 < pattern.length) {
      at++
      tokens.push({ kind: 'char', code: pattern.charCodeAt(at) })
    } else {
      tokens.push({ kind: 'char', code: char.charCodeAt(0) })
    }
  }
  return tokens
}

function parseClass(pattern: string, start: number): { token: Token; end: number } | null {
  let at = start + 1
  const negated = pattern.charAt(at) === '!' || pattern.charAt(at) === '^'
  if (negated) at++
  const ranges: number[] = []
  const from = at
  for (; at < pattern.length; at++) {
    const char = pattern.charAt(at)
    // A bracket in first place is a member: `[]]` and `[[]`.
    if (char === ']' && at > from) return { token: { kind: 'class', ranges, negated }, end: at }
    const low = pattern.charCodeAt(at)
    if (pattern.charAt(at + 1) === '-' && at + 2 < pattern.length && pattern.charAt(at + 2) !== ']') {
      ranges.push(low, pattern.charCodeAt(at + 2))
      at += 2
    } else {
      ranges.push(low, low)
    }
  }
  return null
}

function compileTokens(tokens: Token[], path: boolean): GlobMatch {
  const leading = tokens[0]?.kind === 'deep'
  const trailing = tokens.length > 1 && tokens.at(-1)?.kind === 'deep'
  const middle = tokens.slice(leading ? 1 : 0, trailing ? -1 : undefined)
  let literal = ''
  for (const token of middle) {
    if (token.kind !== 'char') return (value) => walk(tokens, value, path)
    literal += String.fromCharCode(token.code)
  }
  if (leading && middle.length === 0) return () => true
  if (leading && trailing) return (value) => value.includes(literal)
  if (leading) return (value) => value.endsWith(literal)
  if (trailing) return (value) => value.startsWith(literal)
  return (value) => value === literal
}

/** Goes through the value once; a mismatch goes back to the last `*`, and where that may not grow to the last `**`. */
function walk(tokens: Token[], value: string, path: boolean): boolean {
  let token = 0
  let at = 0
  let starToken = -1
  let starAt = 0
  let deepToken = -1
  let deepAt = 0
  for (;;) {
    const current = tokens[token]
    if (current === undefined) {
      if (at === value.length) return true
    } else if (current.kind === 'deep') {
      token++
      deepToken = token
      deepAt = at
      starToken = -1
      continue
    } else if (current.kind === 'star') {
      token++
      starToken = token
      starAt = at
      continue
    } else if (at < value.length && matchesOne(current, value.charCodeAt(at), path)) {
      token++
      at++
      continue
    }
    if (starToken >= 0 && starAt < value.length && value.charCodeAt(starAt) !== slash) {
      starAt++
      at = starAt
      token = starToken
    } else if (deepToken >= 0 && deepAt < value.length) {
      deepAt++
      at = deepAt
      token = deepToken
      starToken = -1
    } else {
      return false
    }
  }
}

function matchesOne(token: Token, code: number, path: boolean): boolean {
  switch (token.kind) {
    case 'char':
      return token.code === code
    case 'one':
      return !path || code !== slash
    case 'class': {
      let inside = false
      for (let at = 0; at + 1 < token.ranges.length && !inside; at += 2) {
        inside = (token.ranges[at] ?? 0) <= code && code <= (token.ranges[at + 1] ?? 0)
      }
      return inside !== token.negated
    }
    case 'star':
    case 'deep':
      return false
  }
}
