import type { ReplayClickPart } from '../../storage/replays/port.ts'

/** Elements that meet all parts of one of the lists; a list without parts is met by every element. */
export type ReadSelector = { ok: true; alternatives: ReplayClickPart[][] } | { ok: false; why: string }

/** Attributes by the names they have in CSS, and by the short ones in which lists of selectors show them. */
const attributes: Readonly<Record<string, ReplayClickPart['part']>> = {
  alt: 'alt',
  'aria-label': 'ariaLabel',
  aria: 'ariaLabel',
  'data-sentry-component': 'componentName',
  role: 'role',
  'data-testid': 'testId',
  'data-test-id': 'testId',
  testid: 'testId',
  title: 'title',
}

const messages = {
  invalid: 'Invalid CSS selector',
  nested: 'Nested selectors are not supported.',
  pseudo: 'Pseudo-elements are not supported.',
  operator: "Only the '=' operator is supported.",
  attribute: `Invalid attribute specified. Only ${Object.keys(attributes).join(', ')} are supported.`,
} as const

/** Thrown to the one place that catches it. */
class SelectorFault extends Error {}

/**
 * Reads a CSS selector as Sentry takes it in a search: `button#buy.primary[aria-label="Buy now"], a.buy`. Tag, `#id`, `.class` and the
 * attributes above, of one element; `*` stands for any text. The text is as written in the search: `\*` is an asterisk, and the quotes of a
 * value may stand behind a backslash. Names run until a mark of CSS, so that classes like `w-1/2` need no escape.
 */
export function readSelector(raw: string): ReadSelector {
  const reader: Reader = { raw, at: 0 }
  try {
    const alternatives = [readCompound(reader)]
    while (reader.at < raw.length) {
      // Whatever a compound ends at is a comma or a mistake.
      if (raw[reader.at] !== ',') throw new SelectorFault(whyNot(raw[reader.at]))
      reader.at++
      alternatives.push(readCompound(reader))
    }
    return { ok: true, alternatives }
  } catch (error) {
    if (error instanceof SelectorFault) return { ok: false, why: error.message }
    throw error
  }
}

interface Reader {
  raw: string
  at: number
}

/** A piece of text between the wildcards around it. */
type Pieces = string[]

function whyNot(mark: string | undefined): string {
  if (mark === ':') return messages.pseudo
  return mark !== undefined && /[>+~]/.test(mark) ? messages.nested : messages.invalid
}

function readCompound(reader: Reader): ReplayClickPart[] {
  skipSpaces(reader)
  const from = reader.at
  const parts: ReplayClickPart[] = []
  for (;;) {
    const mark = reader.raw[reader.at]
    if (mark === '#' || mark === '.') {
      reader.at++
      parts.push(partOf(mark === '#' ? 'id' : 'class', readName(reader)))
    } else if (mark === '[') {
      parts.push(readAttribute(reader))
    } else if (reader.at === from && isNameLetter(mark)) {
      const pieces = readName(reader)
      // `*` alone is CSS for any element.
      if (!isAnything(pieces)) parts.push(partOf('tag', pieces))
    } else {
      break
    }
  }
  if (reader.at === from) throw new SelectorFault(whyNot(reader.raw[reader.at]))
  const end = reader.at
  skipSpaces(reader)
  const next = reader.raw[reader.at]
  if (reader.at > end && next !== undefined && (isNameLetter(next) || /[#.[]/.test(next))) {
    throw new SelectorFault(messages.nested)
  }
  return parts
}

function readAttribute(reader: Reader): ReplayClickPart {
  const { raw } = reader
  reader.at++
  skipSpaces(reader)
  const name = readName(reader).join('*')
  const part = Object.hasOwn(attributes, name) ? attributes[name] : undefined
  skipSpaces(reader)
  if (raw[reader.at] !== '=') throw new SelectorFault(isOperator(raw[reader.at]) ? messages.operator : messages.invalid)
  if (!part) throw new SelectorFault(name.includes('*') ? messages.operator : messages.attribute)
  reader.at++
  skipSpaces(reader)
  const pieces = readValue(reader)
  skipSpaces(reader)
  if (raw[reader.at] !== ']') throw new SelectorFault(messages.invalid)
  reader.at++
  return partOf(part, pieces)
}

/** `[title]`, `[title~="x"]`: CSS, but not looked for. */
function isOperator(mark: string | undefined): boolean {
  return mark !== undefined && /[\]~|^$]/.test(mark)
}

function readValue(reader: Reader): Pieces {
  const { raw } = reader
  const quote = raw.startsWith('\\"', reader.at) ? '\\"' : raw[reader.at]
  if (quote !== '"' && quote !== "'" && quote !== '\\"') return readName(reader)
  reader.at += quote.length
  return readUntil(reader, () => raw.startsWith(quote, reader.at), quote)
}

function readName(reader: Reader): Pieces {
  const from = reader.at
  const pieces = readUntil(reader, () => !isNameLetter(reader.raw[reader.at]) && reader.raw[reader.at] !== '\\', '')
  if (reader.at === from) throw new SelectorFault(messages.invalid)
  return pieces
}

/** The text up to where it ends, and past `closing`, which must be there. */
function readUntil(reader: Reader, isOver: () => boolean, closing: string): Pieces {
  const { raw } = reader
  const pieces: Pieces = []
  let piece = ''
  while (reader.at < raw.length && !isOver()) {
    const letter = raw[reader.at] ?? ''
    const next = raw[reader.at + 1]
    if (letter === '\\' && next !== undefined && !(closing === '' && next === '"')) {
      piece += next
      reader.at += 2
    } else if (letter === '\\') {
      break
    } else if (letter === '*') {
      pieces.push(piece)
      piece = ''
      reader.at++
    } else {
      piece += letter
      reader.at++
    }
  }
  pieces.push(piece)
  if (!raw.startsWith(closing, reader.at)) throw new SelectorFault(messages.invalid)
  reader.at += closing.length
  return pieces
}

/** Whatever is no mark of CSS. */
function isNameLetter(letter: string | undefined): boolean {
  return letter !== undefined && !/[\s#.,:>+~|^$=()[\]"'\\]/.test(letter)
}

function skipSpaces(reader: Reader): void {
  while (/\s/.test(reader.raw[reader.at] ?? '')) reader.at++
}

function isAnything(pieces: Pieces): boolean {
  return pieces.length > 1 && pieces.every((piece) => piece === '')
}

function partOf(part: ReplayClickPart['part'], pieces: Pieces): ReplayClickPart {
  const [value = ''] = pieces
  return { part, match: pieces.length === 1 ? { kind: 'equals', value } : { kind: 'pattern', pieces } }
}
