import { compileGlob, compilePathGlob, normalizePath } from './glob.ts'
import type { Family } from './platform.ts'
import { familyOf } from './platform.ts'
import type { Cursor, RawMatcher, RuleError } from './rule-lexer.ts'
import {
  atEnd,
  InvalidRule,
  isKeyCode,
  near,
  parseLines,
  readBoolean,
  readMatcher,
  skipSpace,
  take,
} from './rule-lexer.ts'

/** What rules see of a frame. `category` and `inApp` change while rules run, the rest does not. */
export interface MatchFrame {
  family: Family
  /** Trimmed name; `<unknown>` when there is none. */
  function: string
  module: string | null
  /** The file name where there is no absolute path. */
  path: string | null
  package: string | null
  category: string | null
  inApp: boolean | null
}

/** What rules see of the exception that a stack belongs to. */
export interface MatchException {
  type: string | null
  value: string | null
  mechanism: string | null
}

export type FrameTest = (frame: MatchFrame) => boolean

/** What of a frame stays as it is while rules run. */
export type FixedField = 'family' | 'function' | 'module' | 'path' | 'package'

/** A test of one field: its result for a value can be remembered. */
export interface FieldTest {
  field: FixedField
  test: (value: string | null) => boolean
}

/** Which frames an action changes: this one, those towards the crash (`^`), those away from it (`v`). */
export type Range = 'this' | 'towards' | 'away'

export type Action =
  | { kind: 'app' | 'group'; flag: boolean; range: Range }
  | { kind: 'category'; value: string }
  | { kind: 'max-frames' | 'min-frames'; value: number }
  | { kind: 'invert-stacktrace'; value: boolean }

export interface StackTraceRule {
  /** As written, for hints; those are stored with every event, so long rules are cut. */
  text: string
  fixed: FieldTest[]
  /** On `category` and `app`, which earlier rules change. */
  live: FrameTest[]
  exception: ((exception: MatchException) => boolean)[]
  caller: FrameTest | null
  callee: FrameTest | null
  /** Actions of the first pass: what is in-app, categories. */
  classifiers: Action[]
  /** Actions of the second pass: what counts. */
  contributors: Action[]
}

type Kind = FixedField | 'type' | 'value' | 'mechanism' | 'category' | 'app'

const keys = new Map<string, Kind>([
  ['stack.module', 'module'],
  ['stack.abs_path', 'path'],
  ['stack.package', 'package'],
  ['stack.function', 'function'],
  ['error.type', 'type'],
  ['error.value', 'value'],
  ['error.mechanism', 'mechanism'],
  ['module', 'module'],
  ['path', 'path'],
  ['package', 'package'],
  ['function', 'function'],
  ['type', 'type'],
  ['value', 'value'],
  ['mechanism', 'mechanism'],
  ['category', 'category'],
  ['family', 'family'],
  ['app', 'app'],
])

const variables = ['max-frames', 'min-frames', 'category', 'invert-stacktrace']
const unknown = '<unknown>'

/**
 * Parses Sentry's stack-trace rules (https://docs.sentry.io/concepts/data-management/event-grouping/stack-trace-rules/),
 * one a line. Bad lines are left out and reported with their 1-based number.
 */
export function parseStackTraceRules(text: string): { rules: StackTraceRule[]; errors: RuleError[] } {
  return parseLines(text, parseRule)
}

function parseRule(cursor: Cursor, source: string): StackTraceRule {
  const rule = emptyRule(source)
  if (take(cursor, '[')) {
    rule.caller = readNeighbour(cursor)
    skipSpace(cursor)
    if (!take(cursor, '|')) throw new InvalidRule(`expected | after the caller near ${near(cursor)}`)
    skipSpace(cursor)
  }
  let matchers = 0
  while (!atEnd(cursor) && cursor.text.charAt(cursor.at) !== '|' && !startsAction(cursor)) {
    addMatcher(rule, readMatcher(cursor))
    matchers++
    skipSpace(cursor)
  }
  if (take(cursor, '|')) {
    skipSpace(cursor)
    if (!take(cursor, '[')) throw new InvalidRule(`expected [ of the callee near ${near(cursor)}`)
    rule.callee = readNeighbour(cursor)
    skipSpace(cursor)
  }
  if (matchers === 0) throw new InvalidRule('a rule needs at least one matcher for the frame itself')
  while (!atEnd(cursor) && cursor.text.charAt(cursor.at) !== '#') {
    const action = readAction(cursor)
    const list = action.kind === 'app' || action.kind === 'category' ? rule.classifiers : rule.contributors
    list.push(action)
    skipSpace(cursor)
  }
  if (rule.classifiers.length + rule.contributors.length === 0)
    throw new InvalidRule('a rule needs at least one action, like -app or +group')
  return rule
}

function emptyRule(text: string): StackTraceRule {
  const short = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return {
    text: short,
    fixed: [],
    live: [],
    exception: [],
    caller: null,
    callee: null,
    classifiers: [],
    contributors: [],
  }
}

/** Reads the inside of `[ … ]` after the opening bracket: one matcher, up to a `]` that stands alone or at its end. */
function readNeighbour(cursor: Cursor): FrameTest {
  skipSpace(cursor)
  const matcher = readMatcher(cursor)
  // `[module:foo]` without spaces: the unquoted value has taken the bracket.
  if (matcher.pattern.endsWith(']') && cursor.text.charAt(cursor.at - 1) === ']') {
    cursor.at--
    matcher.pattern = matcher.pattern.slice(0, -1)
  } else {
    skipSpace(cursor)
  }
  if (!take(cursor, ']')) throw new InvalidRule(`expected ] near ${near(cursor)}`)
  return compileFrameTest(kindOf(matcher), matcher)
}

function kindOf(matcher: RawMatcher): Kind {
  const kind = keys.get(matcher.key)
  if (kind === undefined)
    throw new InvalidRule(`unknown matcher "${matcher.key}"; known are ${[...keys.keys()].join(', ')}`)
  return kind
}

function addMatcher(rule: StackTraceRule, matcher: RawMatcher): void {
  const kind = kindOf(matcher)
  if (kind === 'type' || kind === 'value' || kind === 'mechanism') {
    const glob = compileGlob(matcher.pattern)
    rule.exception.push((exception) => glob(exception[kind] ?? unknown) !== matcher.negated)
  } else if (kind === 'category' || kind === 'app') {
    rule.live.push(compileLiveTest(kind, matcher))
  } else {
    rule.fixed.push(compileFieldTest(kind, matcher))
  }
}

/** A matcher of a neighbour, which is looked at as a whole. */
function compileFrameTest(kind: Kind, matcher: RawMatcher): FrameTest {
  if (kind === 'category' || kind === 'app') return compileLiveTest(kind, matcher)
  if (kind === 'type' || kind === 'value' || kind === 'mechanism') {
    throw new InvalidRule(`${matcher.key} is about the exception; a caller or callee is matched by its frame`)
  }
  const { field, test } = compileFieldTest(kind, matcher)
  return (frame) => test(frame[field])
}

function compileLiveTest(kind: 'category' | 'app', { pattern, negated }: RawMatcher): FrameTest {
  if (kind === 'app') {
    const wanted = readBoolean(pattern)
    if (wanted === null) throw new InvalidRule(`app is yes or no, not "${pattern}"`)
    return (frame) => ((frame.inApp ?? false) === wanted) !== negated
  }
  const glob = compileGlob(pattern)
  return (frame) => (frame.category !== null && glob(frame.category)) !== negated
}

function compileFieldTest(field: FixedField, { pattern, negated }: RawMatcher): FieldTest {
  if (field === 'family') {
    const wanted = pattern.split(',')
    const all = wanted.includes('all')
    return { field, test: (value) => (all || (value !== null && wanted.includes(value))) !== negated }
  }
  if (field === 'path' || field === 'package') {
    const glob = compilePathGlob(pattern)
    return { field, test: (value) => (value !== null && glob(normalizePath(value))) !== negated }
  }
  const glob = compileGlob(pattern)
  return { field, test: (value) => (value !== null && glob(value)) !== negated }
}

function startsAction(cursor: Cursor): boolean {
  const { text, at } = cursor
  const first = text.charAt(at)
  if (first === '+' || first === '-' || first === '^') return true
  if (first === 'v' && (text.charAt(at + 1) === '+' || text.charAt(at + 1) === '-')) return true
  for (const name of variables) {
    if (!text.startsWith(name, at)) continue
    let next = at + name.length
    while (text.charAt(next) === ' ') next++
    if (text.charAt(next) === '=') return true
  }
  return false
}

function readAction(cursor: Cursor): Action {
  for (const name of variables) {
    if (take(cursor, name)) return readVariable(cursor, name)
  }
  const range: Range = take(cursor, '^') ? 'towards' : take(cursor, 'v') ? 'away' : 'this'
  const flag = take(cursor, '+')
  if (!flag && !take(cursor, '-')) throw new InvalidRule(`expected an action like -app near ${near(cursor)}`)
  const word = readWord(cursor)
  if (word !== 'app' && word !== 'group') throw new InvalidRule(`unknown action "${word}"; there are app and group`)
  return { kind: word, flag, range }
}

function readVariable(cursor: Cursor, name: string): Action {
  skipSpace(cursor)
  if (!take(cursor, '=')) throw new InvalidRule(`expected = after ${name}`)
  skipSpace(cursor)
  const value = readWord(cursor)
  if (name === 'category') {
    if (value === '') throw new InvalidRule('category needs a name')
    return { kind: 'category', value }
  }
  if (name === 'invert-stacktrace') {
    const flag = readBoolean(value)
    if (flag === null) throw new InvalidRule(`invert-stacktrace is yes or no, not "${value}"`)
    return { kind: 'invert-stacktrace', value: flag }
  }
  if (!/^\d{1,6}$/.test(value)) throw new InvalidRule(`${name} needs a whole number, not "${value}"`)
  return { kind: name === 'max-frames' ? 'max-frames' : 'min-frames', value: Number(value) }
}

function readWord(cursor: Cursor): string {
  const start = cursor.at
  while (isKeyCode(cursor.text.charCodeAt(cursor.at))) cursor.at++
  return cursor.text.slice(start, cursor.at)
}

/** Puts a frame's fields into the form that matchers compare. */
export function toMatchFrame(
  frame: {
    module?: string | null
    abs_path?: string | null
    filename?: string | null
    package?: string | null
    in_app?: boolean | null
  },
  platform: string | null,
  functionName: string | null,
  category: string | null,
): MatchFrame {
  return {
    family: familyOf(platform),
    function: functionName || unknown,
    module: frame.module || null,
    path: frame.abs_path || frame.filename || null,
    package: frame.package || null,
    category,
    inApp: frame.in_app ?? null,
  }
}
