import type { SearchKey, Span, TagType, TextValue } from './ast.ts'

/**
 * The searched text and what is known of where looking ahead leads nowhere, so that a look-ahead that failed is never walked again: with
 * it, reading is linear.
 */
export interface Reader {
  text: string
  /** From here on no quote closes, no `//` closes, no list closes; beyond the end = not known yet. */
  unclosedQuote: number
  unclosedSlashes: number
  /** List look-aheads that begin before this end in failure here. */
  unclosedList: number
}

export function createReader(text: string): Reader {
  return { text, unclosedQuote: Infinity, unclosedSlashes: Infinity, unclosedList: -1 }
}

export function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === '\n' || letter === '\r'
}

/** Where a value may end: at a space, a closing parenthesis or the end of the text. */
export function isEnd(reader: Reader, at: number): boolean {
  return at >= reader.text.length || reader.text[at] === ')' || isSpace(reader.text[at])
}

export function skipSpaces(reader: Reader, at: number): number {
  while (isSpace(reader.text[at])) at++
  return at
}

/** Behind the run of letters other than spaces and parentheses that begins here. */
export function endOfWord(reader: Reader, at: number): number {
  const { text } = reader
  while (at < text.length && text[at] !== '(' && text[at] !== ')' && !isSpace(text[at])) at++
  return at
}

/** The quote that closes the one at `at`; a backslash before a quote makes it part of the text. -1 when none does. */
export function closingQuote(reader: Reader, at: number): number {
  if (at >= reader.unclosedQuote) return -1
  let end = reader.text.indexOf('"', at + 1)
  // The opening quote itself may stand behind a backslash; what follows it directly is looked at like the rest.
  while (end !== -1 && reader.text[end - 1] === '\\') end = reader.text.indexOf('"', end + 1)
  if (end === -1) reader.unclosedQuote = at
  return end
}

/** The `//` that ends a `//…//` value beginning before `from`: it stands at the value's end. -1 when none does. */
export function closingSlashes(reader: Reader, from: number): number {
  if (from >= reader.unclosedSlashes) return -1
  let end = reader.text.indexOf('//', from)
  while (end !== -1 && !isEnd(reader, end + 2)) end = reader.text.indexOf('//', end + 1)
  if (end === -1) reader.unclosedSlashes = from
  return end
}

/** A key and where the text goes on behind it. */
export interface ReadKey {
  key: SearchKey
  /** Null for a key that is no aggregate. */
  args: (string | null)[] | null
  end: number
}

const keyLetter = /[a-zA-Z0-9_.-]/
const quotedKeyForm = /^[a-zA-Z0-9_.:-]+$/

function endOfKeyLetters(reader: Reader, at: number): number {
  while (at < reader.text.length && keyLetter.test(reader.text[at] ?? '')) at++
  return at
}

/** `user.email`, `"hi:there"`, `tags[key]`, `tags[key,number]`, `list[*]` or `count(x)`; null when none of them stands here. */
export function readKey(reader: Reader, at: number): ReadKey | null {
  if (reader.text[at] === '"') return readQuotedKey(reader, at)
  const end = endOfKeyLetters(reader, at)
  if (end === at) return null
  const name = reader.text.slice(at, end)
  if (reader.text[end] === '[') {
    return (name === 'tags' ? readExplicitTag(reader, at, end) : null) ?? readArrayKey(reader, at, end)
  }
  if (reader.text[end] === '(') return readAggregate(reader, at, end)
  return { key: { at, length: end - at, name, quoted: false, tag: null }, args: null, end }
}

function readQuotedKey(reader: Reader, at: number): ReadKey | null {
  const close = closingQuote(reader, at)
  const name = close === -1 ? '' : reader.text.slice(at + 1, close)
  if (!quotedKeyForm.test(name)) return null
  return { key: { at, length: close + 1 - at, name, quoted: true, tag: null }, args: null, end: close + 1 }
}

const tagTypes: readonly TagType[] = ['string', 'number', 'boolean', 'array']

/** `tags[fruit]`, `tags["fruit"]`, `tags[fruit,number]`, `tags[fruit[*],array]` or `tags[fruit,array][*]`; `open` is at the bracket. */
function readExplicitTag(reader: Reader, at: number, open: number): ReadKey | null {
  const { text } = reader
  let end = skipSpaces(reader, open + 1)
  let name: string
  if (text[end] === '"') {
    const close = closingQuote(reader, end)
    if (close === -1) return null
    name = text.slice(end + 1, close)
    end = close + 1
  } else {
    const from = end
    end = endOfKeyLetters(reader, from)
    name = text.slice(from, end)
  }
  if (name === '') return null
  if (text.startsWith('[*]', end)) end += 3
  end = skipSpaces(reader, end)
  let tag: TagType = 'tag'
  if (text[end] === ',') {
    const from = skipSpaces(reader, end + 1)
    end = endOfKeyLetters(reader, from)
    const written = text.slice(from, end)
    const known = tagTypes.find((type) => type === written)
    if (!known) return null
    tag = known
    end = skipSpaces(reader, end)
  }
  if (text[end] !== ']') return null
  end++
  if (text.startsWith('[*]', end)) end += 3
  return { key: { at, length: end - at, name, quoted: false, tag }, args: null, end }
}

function readArrayKey(reader: Reader, at: number, open: number): ReadKey | null {
  if (!reader.text.startsWith('[*]', open)) return null
  const end = open + 3
  const name = reader.text.slice(at, open)
  return { key: { at, length: end - at, name, quoted: false, tag: 'array' }, args: null, end }
}

/** `count()`, `percentile(a,0.5)`, `count_if(a,equals,"b, c")`; `open` is at the parenthesis. An argument left empty is null. */
function readAggregate(reader: Reader, at: number, open: number): ReadKey | null {
  const { text } = reader
  const args: (string | null)[] = []
  let end = skipSpaces(reader, open + 1)
  let isAfterComma = false
  while (text[end] !== ')') {
    if (args.length > 0 || isAfterComma) {
      if (text[end] !== ',') return null
      end = skipSpaces(reader, end + 1)
      isAfterComma = true
      if (text[end] === ',') return null
    }
    const argumentEnd = endOfArgument(reader, end)
    if (argumentEnd === end && !isAfterComma) return null
    args.push(argumentEnd === end ? null : text.slice(end, argumentEnd))
    end = skipSpaces(reader, argumentEnd)
  }
  end++
  const name = text.slice(at, open)
  return { key: { at, length: end - at, name, quoted: false, tag: null }, args, end }
}

function endOfArgument(reader: Reader, at: number): number {
  const { text } = reader
  if (text[at] === '"') {
    const close = closingQuote(reader, at)
    return close === -1 ? at : close + 1
  }
  let end = at
  while (end < text.length && !isSpace(text[end]) && !'(),"'.includes(text[end] ?? '')) end++
  return end
}

/** A value in the form it is written in; `text` covers all of it. */
export type Raw =
  | { form: 'list'; items: (TextValue | null)[]; end: number }
  | { form: 'quoted' | 'plain'; value: TextValue; end: number }

/** The value that begins here, whatever its type. */
export function readRaw(reader: Reader, at: number): Raw {
  const { text } = reader
  if (text[at] === '[') {
    const list = readList(reader, at)
    if (list) return list
  }
  if (text[at] === '"') {
    const close = closingQuote(reader, at)
    if (close !== -1) {
      return {
        form: 'quoted',
        value: { at, length: close + 1 - at, raw: text.slice(at + 1, close), quoted: true },
        end: close + 1,
      }
    }
  }
  return readPlain(reader, at)
}

export function readPlain(reader: Reader, at: number): { form: 'plain'; value: TextValue; end: number } {
  const { text } = reader
  // `//…//` is one value, whatever is in it (Sentry keeps this form for patterns).
  const slashes = text.startsWith('//', at) ? closingSlashes(reader, at + 3) : -1
  const end = slashes === -1 ? endOfWord(reader, at) : slashes + 2
  return { form: 'plain', value: { at, length: end - at, raw: text.slice(at, end), quoted: false }, end }
}

/**
 * `[a, "b c", d]`. An item that is not quoted has no space, comma or parenthesis in it, and may have brackets; the bracket that closes is the
 * last of its word. `[]` is no list, and neither is one with an item missing before a comma.
 */
function readList(reader: Reader, open: number): Raw | null {
  if (open < reader.unclosedList) return null
  const { text } = reader
  const items: (TextValue | null)[] = []
  let at = open + 1
  for (;;) {
    const item = readItem(reader, at)
    if (item === null) {
      // Nothing stands here: only behind a comma, before the closing bracket, is that an (empty) item.
      if (items.length > 0 && text[at] === ']' && isEnd(reader, at + 1)) {
        return { form: 'list', items: [...items, null], end: at + 1 }
      }
      break
    }
    items.push(item.value)
    if (item.closes) return { form: 'list', items, end: item.end + 1 }
    at = skipSpaces(reader, item.end)
    if (text[at] !== ',') break
    at = skipSpaces(reader, at + 1)
    if (text[at] === ',') break
  }
  reader.unclosedList = at
  return null
}

interface Item {
  value: TextValue
  /** Behind the item: at the bracket that closes the list, or before the comma. */
  end: number
  closes: boolean
}

function readItem(reader: Reader, at: number): Item | null {
  const { text } = reader
  if (text[at] === '"') {
    const close = closingQuote(reader, at)
    if (close !== -1) {
      const value = { at, length: close + 1 - at, raw: text.slice(at + 1, close), quoted: true }
      return { value, end: close + 1, closes: text[close + 1] === ']' && isEnd(reader, close + 2) }
    }
  }
  let end = at
  while (end < text.length && !isSpace(text[end]) && !'(),'.includes(text[end] ?? '')) end++
  const closes = text[end - 1] === ']' && isEnd(reader, end) && text[skipSpaces(reader, end)] !== ','
  if (closes) end--
  if (end <= at) return null
  return { value: { at, length: end - at, raw: text.slice(at, end), quoted: false }, end, closes }
}

export function spanFrom(at: number, end: number): Span {
  return { at, length: end - at }
}
