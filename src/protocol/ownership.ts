/**
 * Ownership rules (https://docs.sentry.io/product/issues/ownership-rules/): one a line, `matcher owner owner …`, where a matcher is
 * `path:glob`, `module:glob`, `url:glob`, `tags.name:glob` or a bare glob (a path), and an owner an e-mail address or `#team`. `#` at the
 * start of a line begins a comment.
 */
export interface OwnershipRule {
  /** From 1. */
  line: number
  matcher: OwnershipMatcher
  owners: RuleOwner[]
}

export interface OwnershipMatcher {
  /** `path`, `module`, `url`, `codeowners` or `tags.` and a name. */
  type: string
  pattern: string
}

export interface RuleOwner {
  type: 'user' | 'team'
  /** The address, or the team's slug without `#`. */
  name: string
}

export interface OwnershipError {
  line: number
  /** From 1. */
  column: number
  /** What could not be read, up to the end of the line. */
  text: string
}

/** What of an event rules look at. */
export interface OwnershipFacts {
  url: string | null
  tags: readonly (readonly [string, string])[]
  /** Names of the files of all frames, as they are and absolute. */
  paths: readonly string[]
  modules: readonly string[]
}

/** Reads rules; the first line that is none ends it. */
export function parseOwnership(
  raw: string,
): { ok: true; rules: OwnershipRule[] } | { ok: false; error: OwnershipError } {
  const rules: OwnershipRule[] = []
  for (const [index, line] of raw.split(/\r\n|\r|\n/).entries()) {
    const tokens = tokenize(line)
    const [first, ...rest] = tokens
    if (first === undefined || first.text.startsWith('#')) continue
    const error = (token: Token) => ({
      ok: false as const,
      error: { line: index + 1, column: token.start + 1, text: line.slice(token.start, token.start + 200) },
    })
    const matcher = readMatcher(first)
    const [owner] = rest
    if (matcher === null || owner === undefined) return error(first)
    const owners: RuleOwner[] = []
    for (const token of rest) {
      const read = readOwner(token)
      if (read === null) return error(token)
      owners.push(read)
    }
    rules.push({ line: index + 1, matcher, owners })
  }
  return { ok: true, rules }
}

interface Token {
  text: string
  start: number
  /** Where a quoted part begins within the text; null when nothing is quoted. */
  quoted: number | null
  isBroken: boolean
}

/** Splits at white space; `type:"a pattern"` stays together. */
function tokenize(line: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < line.length) {
    if (isSpace(line[at])) {
      at++
      continue
    }
    const token: Token = { text: '', start: at, quoted: null, isBroken: false }
    at = readToken(line, at, token)
    tokens.push(token)
    // The rest is a comment, whatever is in it.
    if (tokens.length === 1 && token.text.startsWith('#')) break
  }
  return tokens
}

function readToken(line: string, start: number, token: Token): number {
  let at = start
  while (at < line.length && !isSpace(line[at])) {
    const opensQuote = line[at] === '"' && (at === start || line[at - 1] === ':') && token.quoted === null
    if (!opensQuote) {
      token.text += line[at++]
      continue
    }
    token.quoted = token.text.length
    const end = readQuoted(line, at, token)
    token.isBroken = end === null
    at = end ?? line.length
  }
  return at
}

/** The position behind the closing quote; null when there is none. `\"` and `\\` stand for the second character. */
function readQuoted(line: string, start: number, token: Token): number | null {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '"') return at + 1
    if (line[at] === '\\' && at + 1 < line.length) at++
    token.text += line[at]
  }
  return null
}

function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t'
}

function readMatcher({ text, quoted, isBroken }: Token): OwnershipMatcher | null {
  if (isBroken) return null
  const type = /^(?:path|module|url|codeowners|tags\.[^:]+)(?=:)/.exec(
    quoted === null ? text : text.slice(0, quoted),
  )?.[0]
  const pattern = type === undefined ? text : text.slice(type.length + 1)
  return pattern === '' ? null : { type: type ?? 'path', pattern }
}

function readOwner({ text, isBroken }: Token): RuleOwner | null {
  if (isBroken) return null
  if (text.startsWith('#')) return text.length > 1 ? { type: 'team', name: text.slice(1) } : null
  return /^[^@]+@[^@]+$/.test(text) ? { type: 'user', name: text } : null
}

/** The rules that an event meets, in the order in which they stand. The last one counts most. */
export function matchOwnership(rules: readonly OwnershipRule[], facts: OwnershipFacts): OwnershipRule[] {
  return rules.filter((rule) => meets(rule.matcher, facts))
}

function meets({ type, pattern }: OwnershipMatcher, facts: OwnershipFacts): boolean {
  const lower = pattern.toLowerCase()
  const matches = (value: string) => matchesGlob(lower, value.toLowerCase())
  if (type === 'url') return facts.url !== null && matches(facts.url)
  if (type === 'module') return facts.modules.some(matches)
  if (type === 'path') return facts.paths.some((path) => matches(path) || matches(path.replaceAll('\\', '/')))
  if (type === 'codeowners') return facts.paths.some((path) => meetsCodeowners(lower, path.toLowerCase()))
  const key = type.slice('tags.'.length)
  return facts.tags.some(([name, value]) => name === key && matchesGlob(pattern, value))
}

/** A pattern of a CODEOWNERS file: a folder stands for all below it, a name without a slash for that name anywhere. */
function meetsCodeowners(pattern: string, path: string): boolean {
  const parts = path.replaceAll('\\', '/').replace(/^\/+/, '')
  const anchored = pattern.startsWith('/') || pattern.slice(0, -1).includes('/')
  const body = pattern.replace(/^\//, '').replace(/\/$/, '/*')
  const variants = body.endsWith('*') ? [body] : [body, `${body}/*`]
  return variants.some((one) => matchesGlob(one, parts) || (!anchored && matchesGlob(`*/${one}`, parts)))
}

/** `*` is any text, slashes included, `?` one character; the whole text has to match. Linear but for the last `*`: no backtracking further. */
function matchesGlob(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
