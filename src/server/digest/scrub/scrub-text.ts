import type { Json } from '../../../protocol/event.ts'
import type { Finder } from './patterns.ts'
import type { Replaced } from './replace.ts'
import { filtered, replaceMatches, replaceWhole } from './replace.ts'
import type { Rules } from './rules.ts'
import { scrubJson } from './scrub-json.ts'
import { mayHoldSecret } from './skim.ts'

/** Texts within texts: JSON in a form in JSON … */
const maxNesting = 4
/** JSON text beyond this is not parsed: a sensitive word in it takes it away as a whole. */
const maxJson = 262_144

/** How parts of free data are marked: `@creditcard:filter` and `[Filtered]`; addresses become `[ip]`. */
export function asData(rule: string): [string, string] {
  return rule === '@ip' ? ['@ip:replace', '[ip]'] : [`${rule}:filter`, filtered]
}

const messageNames = new Map([
  ['@email', '[email]'],
  ['@creditcard', '[creditcard]'],
  ['@iban', '[iban]'],
  ['@usssn', '[us-ssn]'],
  ['@bearer', '[token]'],
])

/** Scrubs a text that people read as a message: only secrets themselves are replaced, by their kind. */
export function scrubMessage(rules: Rules, text: string): Replaced | null {
  if (rules.skims && !mayHoldSecret(text)) return null
  return replaceMatches(text, rules.messageFinders, (rule) => [`${rule}:replace`, messageNames.get(rule) ?? filtered])
}

/**
 * Scrubs a text of free data, null when it may stay. Structured texts (JSON, forms, URLs) lose what is sensitive in
 * them; other texts that hold a sensitive word go as a whole.
 */
export function scrubText(rules: Rules, text: string, nesting = 0): Replaced | null {
  if (text === filtered || (rules.skims && !mayHoldSecret(text))) return null
  if (!rules.words) return replaceMatches(text, rules.finders, asData)
  const word = rules.word(text)
  const rule = word ?? (rules.hint(text) ? '@password:filter' : null)
  if (rule !== null && nesting < maxNesting) {
    const structured = scrubStructure(rules, text, rule, nesting)
    if (structured !== undefined) return structured
  }
  return word === null ? replaceMatches(text, rules.finders, asData) : replaceWhole(word)
}

/**
 * Scrubs a name, a version or the like: words in it say nothing, so only secrets themselves go, unless it has
 * a structure: an address, a form, or JSON, which is what normalisation makes of members that lie too deep.
 */
export function scrubName(rules: Rules, text: string, finders: readonly Finder[]): Replaced | null {
  if (rules.skims && !mayHoldSecret(text)) return null
  return isJsonLike(text) || isUrl(text) || isForm(text)
    ? scrubText(rules, text)
    : replaceMatches(text, finders, asData)
}

function isJsonLike(text: string): boolean {
  const first = text.charCodeAt(0)
  return first === 0x7b || first === 0x5b
}

/** Undefined when the text has no structure that is understood. */
function scrubStructure(rules: Rules, text: string, rule: string, nesting: number): Replaced | null | undefined {
  if (isJsonLike(text)) {
    const clean = text.length <= maxJson ? scrubJsonText(rules, text, nesting) : undefined
    // What does not parse was cut off, or is none: which part is sensitive cannot be told.
    if (clean === undefined) return replaceWhole(rule)
    return clean === text ? null : part(rule, clean)
  }
  if (isUrl(text)) {
    const clean = scrubUrl(rules, text, nesting)
    const matches = replaceMatches(clean, rules.finders, asData)
    return clean === text ? matches : part(rule, matches?.text ?? clean)
  }
  if (isForm(text)) {
    const clean = scrubForm(rules, text, nesting)
    return clean === text ? null : part(rule, clean)
  }
  return undefined
}

/** A remark without positions: the text was changed in several places. */
function part(rule: string, text: string): Replaced {
  return { text, remarks: [[rule, 's']] }
}

function scrubJsonText(rules: Rules, text: string, nesting: number): string | undefined {
  const parsed = parse(text)
  if (parsed === undefined) return undefined
  const changed = scrubJson(parsed, {
    leaf: (key, leaf) => scrubLeaf(rules, key, leaf, nesting + 1),
    list: (key) => (rules.key(key) === null ? null : filtered),
    isSafe: rules.isSafeKey,
  })
  return changed ? JSON.stringify(parsed) : text
}

function parse(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}

function scrubLeaf(rules: Rules, key: string | null, leaf: string | number, nesting: number): string | null {
  if (key !== null && rules.isSafeKey(key)) return null
  if (key !== null && leaf !== '' && rules.key(key) !== null) return filtered
  return scrubText(rules, String(leaf), nesting)?.text ?? null
}

/** An address, absolute or from the root on. */
export function isUrl(text: string): boolean {
  return /^(?:[a-z][a-z\d+.-]{0,30}:\/\/|\/[^\s?]{0,2048}\?)\S*$/i.test(text)
}

/** Scrubs query and fragment of an address; its path stays, or `/authors` would be unreadable. */
export function scrubUrl(rules: Rules, url: string, nesting = 0): string {
  const start = url.search(/[?#]/)
  if (start < 0) return url
  const [query, fragment] = splitOnce(url.slice(start), '#')
  const cleanQuery = query === '' ? '' : `?${scrubForm(rules, query.slice(1), nesting)}`
  if (fragment === undefined) return url.slice(0, start) + cleanQuery
  const cleanFragment = fragment.includes('=') ? scrubForm(rules, fragment, nesting) : fragment
  return `${url.slice(0, start)}${cleanQuery}#${cleanFragment}`
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function isForm(text: string): boolean {
  return /^[^\s=&?{}<>"']{1,200}=[^\s<>]*$/.test(text)
}

/** Scrubs `a=1&password=2` in place: names and values keep their encoding where they stay. */
export function scrubForm(rules: Rules, form: string, nesting = 0): string {
  return form
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=')
      if (equals < 0) return pair
      const value = decode(pair.slice(equals + 1))
      const clean = scrubLeaf(rules, decode(pair.slice(0, equals)), value, nesting + 1)
      return clean === null
        ? pair
        : `${pair.slice(0, equals)}=${clean === filtered ? filtered : encodeURIComponent(clean)}`
    })
    .join('&')
}

function decode(text: string): string {
  const plain = text.replaceAll('+', ' ')
  if (!plain.includes('%')) return plain
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
