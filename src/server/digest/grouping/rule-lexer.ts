/** What both rule languages share: `[!]key:argument` matchers, quoted strings, comments, errors with a line number. */

export interface RuleError {
  /** 1-based line of the rule text. */
  line: number
  message: string
}

export interface Cursor {
  text: string
  at: number
}

export interface RawMatcher {
  key: string
  pattern: string
  negated: boolean
}

/** Rules past this count are refused: every rule costs time for every frame of every event. */
export const maxRules = 2000
/** Patterns longer than this are refused; no path or message is matched better by more. */
export const maxPatternLength = 1024

/** Thrown by the parsers of one line and turned into a {@link RuleError} by {@link parseLines}. */
export class InvalidRule extends Error {}

/** Parses every line that is neither blank nor a comment; a bad line becomes an error and leaves the others alone. */
export function parseLines<Rule>(
  text: string,
  parse: (cursor: Cursor, source: string) => Rule,
): { rules: Rule[]; errors: RuleError[] } {
  const rules: Rule[] = []
  const errors: RuleError[] = []
  let number = 0
  for (const line of text.split(/\r\n|\n|\r/)) {
    number++
    const source = line.trim()
    if (source === '' || source.startsWith('#')) continue
    if (rules.length >= maxRules) {
      errors.push({ line: number, message: `more than ${maxRules} rules` })
      break
    }
    try {
      rules.push(parse({ text: source, at: 0 }, source))
    } catch (error) {
      if (!(error instanceof InvalidRule)) throw error
      errors.push({ line: number, message: error.message })
    }
  }
  return { rules, errors }
}

export function skipSpace(cursor: Cursor): void {
  while (isSpace(cursor.text.charCodeAt(cursor.at))) cursor.at++
}

export function atEnd(cursor: Cursor): boolean {
  return cursor.at >= cursor.text.length
}

/** Takes the word if it is next. */
export function take(cursor: Cursor, word: string): boolean {
  if (!cursor.text.startsWith(word, cursor.at)) return false
  cursor.at += word.length
  return true
}

/** The rest from here, shortened, for error messages. */
export function near(cursor: Cursor): string {
  const rest = cursor.text.slice(cursor.at, cursor.at + 32)
  return rest === '' ? 'the end of the line' : `"${rest}"`
}

/** Reads `key:argument`, `!key:argument` or `"quoted.key":argument`. */
export function readMatcher(cursor: Cursor): RawMatcher {
  const negated = take(cursor, '!')
  const key = readKey(cursor)
  if (key === '' || !take(cursor, ':')) throw new InvalidRule(`expected a matcher like type:Value near ${near(cursor)}`)
  const pattern = cursor.text.charAt(cursor.at) === '"' ? readQuoted(cursor) : readUnquoted(cursor)
  if (pattern.length > maxPatternLength)
    throw new InvalidRule(`the pattern of ${key} is longer than ${maxPatternLength}`)
  return { key, pattern, negated }
}

function readKey(cursor: Cursor): string {
  if (cursor.text.charAt(cursor.at) === '"') return readQuoted(cursor).replace(/^!+/, '')
  const start = cursor.at
  while (isKeyCode(cursor.text.charCodeAt(cursor.at))) cursor.at++
  return cursor.text.slice(start, cursor.at)
}

function readUnquoted(cursor: Cursor): string {
  const start = cursor.at
  while (!atEnd(cursor) && !isSpace(cursor.text.charCodeAt(cursor.at))) cursor.at++
  if (cursor.at === start) throw new InvalidRule(`expected a value near ${near(cursor)}`)
  return cursor.text.slice(start, cursor.at)
}

/** Reads a `"…"` string; `\"` and `\\` are unescaped, other escapes stay for the glob to read. */
export function readQuoted(cursor: Cursor): string {
  let value = ''
  for (let at = cursor.at + 1; at < cursor.text.length; at++) {
    const char = cursor.text.charAt(at)
    if (char === '"') {
      cursor.at = at + 1
      return value
    }
    if (char === '\\' && at + 1 < cursor.text.length) {
      at++
      value += unescape(cursor.text.charAt(at))
    } else {
      value += char
    }
  }
  throw new InvalidRule('a quoted value is not closed')
}

function unescape(char: string): string {
  switch (char) {
    case '"':
    case '\\':
      return char
    case 'n':
      return '\n'
    case 't':
      return '\t'
    case 'r':
      return '\r'
    default:
      return `\\${char}`
  }
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9
}

export function isKeyCode(code: number): boolean {
  const isDigit = code >= 48 && code <= 57
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  return isDigit || isLetter || code === 95 || code === 46 || code === 45
}

/** `1`, `yes`, `true` and their opposites; null for anything else. */
export function readBoolean(text: string): boolean | null {
  const lower = text.toLowerCase()
  if (lower === '1' || lower === 'yes' || lower === 'true') return true
  if (lower === '0' || lower === 'no' || lower === 'false') return false
  return null
}
