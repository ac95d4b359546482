import type { FreeText, SearchTree, Span, Term } from './ast.ts'
import { type FilterOptions, readFilter } from './filter.ts'
import { messages } from './messages.ts'
import { closingQuote, createReader, endOfWord, isEnd, isSpace, type Reader, spanFrom } from './reader.ts'
import { hasWildcard } from './wildcard.ts'

export type SearchOptions = FilterOptions

/** Why a text is no search, and where. */
export interface SearchProblem extends Span {
  message: string
}

export type SearchResult = { ok: true; tree: SearchTree } | { ok: false; problem: SearchProblem }

/** A piece of the text: a term, a bare word, an operator or a parenthesis. */
export type Token = Term | Mark<'word' | 'and' | 'or' | 'open' | 'close'>

type Mark<Kind extends string> = Kind extends string ? { kind: Kind } & Span : never

/** Deeper nesting than anybody writes; the readers of the tree recurse. */
const maxDepth = 32

/**
 * Reads Sentry's search language (https://docs.sentry.io/concepts/search/). Linear in the length of the text. The first thing that is wrong
 * is the problem: a term that is invalid, an operator without both sides, a parenthesis without its other.
 */
export function parseSearch(text: string, options: SearchOptions): SearchResult {
  const tokens = tokenizeSearch(text, options)
  const pairs = matchParentheses(tokens)
  if ('problem' in pairs) return { ok: false, problem: pairs.problem }
  const builder: Builder = { text, tokens, pairs, options, problem: null }
  const tree = readAlternatives(builder, 0, tokens.length)
  return builder.problem ? { ok: false, problem: builder.problem } : { ok: true, tree }
}

/** All pieces of a text, in order, also of one that is no search: for highlighting and completion. */
export function tokenizeSearch(text: string, options: SearchOptions): Token[] {
  const reader = createReader(text)
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (isSpace(text[at])) {
      at++
      continue
    }
    const token = readToken(reader, at, options)
    tokens.push(token)
    at = token.at + token.length
  }
  return tokens
}

function readToken(reader: Reader, at: number, options: SearchOptions): Token {
  const letter = reader.text[at]
  if (letter === '(' || letter === ')')
    return letter === '(' ? { kind: 'open', at, length: 1 } : { kind: 'close', at, length: 1 }
  const operator = readConjunction(reader, at)
  if (operator === 'and') return { kind: 'and', at, length: 3 }
  if (operator === 'or') return { kind: 'or', at, length: 2 }
  const read = readFilter(reader, at, options)
  if (read) return read.filter
  const close = letter === '"' ? closingQuote(reader, at) : -1
  if (close !== -1) {
    return freeText({ at, length: close + 1 - at, raw: reader.text.slice(at + 1, close), quoted: true }, options)
  }
  return { kind: 'word', ...spanFrom(at, endOfWord(reader, at)) }
}

/** `AND` or `OR` in any case, as a whole word. */
function readConjunction(reader: Reader, at: number): 'and' | 'or' | null {
  for (const word of ['and', 'or'] as const) {
    const end = at + word.length
    if (isEnd(reader, end) && end <= reader.text.length && reader.text.slice(at, end).toLowerCase() === word)
      return word
  }
  return null
}

function freeText(value: Omit<FreeText, 'kind' | 'invalid'>, options: SearchOptions): FreeText {
  const invalid = options.disallowWildcard && hasWildcard(value.raw) ? messages.wildcard : null
  return { kind: 'freeText', ...value, invalid }
}

/** Of each opening parenthesis by index: its closing one, and whether it is part of a text. */
type Pairs = Map<number, { close: number; isText: boolean }>

/**
 * Finds which parentheses belong together. Those around nothing but words, behind a word, are part of the text: `Error in run()`.
 */
function matchParentheses(tokens: Token[]): Pairs | { problem: SearchProblem } {
  const pairs: Pairs = new Map()
  const open: { index: number; isPure: boolean; followsText: boolean }[] = []
  // Whether what stands just before, on the same level, is text.
  let followsText = false
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'open') {
      if (open.length === maxDepth) {
        return { problem: { ...span(token), message: `Parentheses may be nested ${maxDepth} deep at most` } }
      }
      open.push({ index, isPure: true, followsText })
      followsText = false
      continue
    }
    if (token.kind === 'close') {
      const pair = open.pop()
      if (!pair) return { problem: { ...span(token), message: 'There is no opening parenthesis to this one' } }
      pairs.set(pair.index, { close: index, isText: pair.isPure && pair.followsText })
      const parent = open.at(-1)
      if (!pair.isPure && parent) parent.isPure = false
      followsText = pair.isPure && pair.followsText
      continue
    }
    const parent = open.at(-1)
    if (token.kind !== 'word' && parent) parent.isPure = false
    followsText = token.kind === 'word'
  }
  const unclosed = open.at(-1)
  const token = unclosed && tokens[unclosed.index]
  if (token) return { problem: { ...span(token), message: 'This parenthesis is not closed' } }
  return pairs
}

interface Builder {
  text: string
  tokens: Token[]
  pairs: Pairs
  options: SearchOptions
  /** The first one that was met. */
  problem: SearchProblem | null
}

function fail(builder: Builder, where: Span, message: string): void {
  builder.problem ??= { ...span(where), message }
}

/** The tokens from `from` up to `to`: terms side by side or joined by AND, these joined by OR. */
function readAlternatives(builder: Builder, from: number, to: number): SearchTree {
  const { tokens } = builder
  const alternatives: SearchTree[] = []
  let terms: SearchTree[] = []
  let waiting: Token | null = null
  let index = from
  while (index < to && !builder.problem) {
    const token = tokens[index]
    if (!token) break
    if (token.kind === 'and' || token.kind === 'or') {
      const name = token.kind.toUpperCase()
      if (waiting !== null || terms.length === 0) fail(builder, token, `There is nothing to the left of ${name}`)
      if (token.kind === 'or') {
        alternatives.push(join('and', terms))
        terms = []
      }
      waiting = token
      index++
      continue
    }
    waiting = null
    const read = readOne(builder, token, index, to)
    terms.push(read.node)
    index = read.next
  }
  if (waiting) fail(builder, waiting, `There is nothing to the right of ${waiting.kind.toUpperCase()}`)
  return join('or', [...alternatives, join('and', terms)])
}

/** A term, a group in parentheses or a run of words, and the index behind it. */
function readOne(builder: Builder, token: Token, index: number, to: number): { node: SearchTree; next: number } {
  if (token.kind === 'open' && !builder.pairs.get(index)?.isText) return readGroup(builder, token, index)
  if (token.kind === 'word' || token.kind === 'open') return readWords(builder, index, to)
  if (token.kind === 'close' || token.kind === 'and' || token.kind === 'or') {
    throw new Error(`a search has ${token.kind} where a term belongs`)
  }
  if (token.invalid !== null) fail(builder, token, token.invalid)
  return { node: token, next: index + 1 }
}

function readGroup(builder: Builder, token: Token, index: number): { node: SearchTree; next: number } {
  const close = builder.pairs.get(index)?.close ?? builder.tokens.length
  if (close === index + 1) fail(builder, { at: token.at, length: 2 }, 'There is nothing in these parentheses')
  return { node: readAlternatives(builder, index + 1, close), next: close + 1 }
}

/** Words side by side are one phrase, with the spaces as they stand. */
function readWords(builder: Builder, index: number, to: number): { node: SearchTree; next: number } {
  const { text, tokens, pairs } = builder
  const first = tokens[index]
  let next = index
  let last = first
  while (next < to) {
    const token = tokens[next]
    const pair = token?.kind === 'open' ? pairs.get(next) : undefined
    if (token?.kind !== 'word' && !pair?.isText) break
    const end: number = pair?.isText ? pair.close : next
    last = tokens[end]
    next = end + 1
  }
  if (!first || !last) throw new Error('a run of words is empty')
  const end = last.at + last.length
  if (text.startsWith('!', first.at) && first.length === 1 && tokens[next]?.kind === 'open') {
    fail(builder, first, '! stands before a key, not before parentheses')
  }
  const where = spanFrom(first.at, end)
  const node = freeText({ ...where, raw: text.slice(first.at, end), quoted: false }, builder.options)
  if (node.invalid !== null) fail(builder, node, node.invalid)
  return { node, next }
}

/** Nodes of the same kind inside become part of it; one alone stands for itself. */
function join(kind: 'and' | 'or', nodes: SearchTree[]): SearchTree {
  const [first] = nodes
  if (nodes.length === 1 && first) return first
  const of = nodes.flatMap((node) => (node.kind === kind ? node.of : [node]))
  const at = of[0]?.at ?? 0
  const last = of.at(-1)
  const where = { at, length: last ? last.at + last.length - at : 0 }
  return kind === 'and' ? { kind: 'and', of, ...where } : { kind: 'or', of, ...where }
}

function span({ at, length }: Span): Span {
  return { at, length }
}
