import type { GlobMatch } from './glob.ts'
import { compileGlob, compilePathGlob, normalizePath } from './glob.ts'
import type { Cursor, RuleError } from './rule-lexer.ts'
import {
  atEnd,
  InvalidRule,
  isKeyCode,
  isSpace,
  near,
  parseLines,
  readBoolean,
  readMatcher,
  readQuoted,
  skipSpace,
  take,
} from './rule-lexer.ts'
import { variableOf } from './variables.ts'

/** Values of an event by the group that a matcher belongs to; matchers of one group must hold on the same member. */
export interface FingerprintSubject {
  /** The log message and every exception's value, for `message`. */
  messages: string[]
  exceptions: { type: string | null; value: string | null }[]
  /** Frames of all stacks, with final `inApp`; made when first asked for, since few rules look at frames, and there are many. */
  frames: () => FrameSubject[]
  threads: {
    id: string | null
    name: string | null
    state: string | null
    crashed: boolean | null
    current: boolean | null
  }[]
  logger: string | null
  level: string | null
  release: string | null
  sdk: string | null
  family: string
  tags: Map<string, string>
}

export interface FrameSubject {
  function: string
  absPath: string | null
  filename: string | null
  module: string | null
  package: string | null
  inApp: boolean | null
}

type Group = 'messages' | 'exceptions' | 'frames' | 'threads' | 'event'

interface Matcher {
  group: Group
  test: (subject: FingerprintSubject, index: number) => boolean
}

export interface FingerprintRule {
  /** As written, for the explanation in the UI. */
  text: string
  matchers: Matcher[]
  /** Unresolved: `{{ variables }}` are filled in per event. */
  fingerprint: string[]
  title: string | null
}

/** In the order in which they are tested: what the event has once costs least and decides most. */
const groups: Group[] = ['event', 'messages', 'exceptions', 'threads', 'frames']

/**
 * Parses Sentry's fingerprint rules (https://docs.sentry.io/concepts/data-management/event-grouping/fingerprint-rules/),
 * one a line: `matcher:glob … -> value, {{ variable }} title="…"`. Bad lines are left out and reported.
 */
export function parseFingerprintRules(text: string): { rules: FingerprintRule[]; errors: RuleError[] } {
  return parseLines(text, parseRule)
}

function parseRule(cursor: Cursor, source: string): FingerprintRule {
  const matchers: Matcher[] = []
  while (!atEnd(cursor) && !cursor.text.startsWith('->', cursor.at)) {
    const { key, pattern, negated } = readMatcher(cursor)
    matchers.push(compileMatcher(key, pattern, negated))
    skipSpace(cursor)
  }
  if (matchers.length === 0) throw new InvalidRule('a rule needs at least one matcher before ->')
  if (!take(cursor, '->')) throw new InvalidRule('expected -> and a fingerprint after the matchers')
  const rule: FingerprintRule = { text: source, matchers, fingerprint: [], title: null }
  skipSpace(cursor)
  while (!atEnd(cursor)) {
    readValue(cursor, rule)
    skipSpace(cursor)
    take(cursor, ',')
    skipSpace(cursor)
  }
  if (rule.fingerprint.length === 0) throw new InvalidRule('expected a fingerprint after ->')
  return rule
}

function readValue(cursor: Cursor, rule: FingerprintRule): void {
  const attribute = readAttributeName(cursor)
  if (attribute !== null) {
    if (attribute !== 'title') throw new InvalidRule(`unknown attribute "${attribute}"; there is title`)
    rule.title = readQuoted(cursor)
  } else if (cursor.text.charAt(cursor.at) === '"') {
    rule.fingerprint.push(normalizeDefault(readQuoted(cursor)))
  } else {
    rule.fingerprint.push(normalizeDefault(readPlainValue(cursor)))
  }
}

/** Takes `name=` when a quoted value follows. */
function readAttributeName(cursor: Cursor): string | null {
  let end = cursor.at
  while (isKeyCode(cursor.text.charCodeAt(end))) end++
  if (end === cursor.at || !cursor.text.startsWith('="', end)) return null
  const name = cursor.text.slice(cursor.at, end)
  cursor.at = end + 1
  return name
}

/** A `{{ variable }}` or a run without spaces, commas and braces: `a-{{ b }}` are two values. */
function readPlainValue(cursor: Cursor): string {
  const { text, at: start } = cursor
  if (text.startsWith('{{', start)) {
    const end = text.indexOf('}}', start)
    if (end < 0) throw new InvalidRule('a {{ variable }} is not closed')
    cursor.at = end + 2
    const value = text.slice(start, cursor.at)
    if (variableOf(value) === null) throw new InvalidRule(`${value} is not a variable`)
    return value
  }
  while (!atEnd(cursor)) {
    const code = text.charCodeAt(cursor.at)
    if (isSpace(code) || code === 44 || code === 123) break
    cursor.at++
  }
  if (cursor.at === start) throw new InvalidRule(`expected a fingerprint value near ${near(cursor)}`)
  return text.slice(start, cursor.at)
}

function normalizeDefault(value: string): string {
  return variableOf(value) === 'default' ? '{{ default }}' : value
}

const aliases = new Map<string, string>([
  ['error.type', 'type'],
  ['error.value', 'value'],
  ['stack.module', 'module'],
  ['stack.abs_path', 'path'],
  ['stack.package', 'package'],
  ['stack.function', 'function'],
])

/** Builds a matcher from its parts, as rule lists that come as data (`["type", "Foo*"]`) need it too. */
export function compileMatcher(key: string, pattern: string, negated: boolean): Matcher {
  const { group, test } = positiveMatcher(key, pattern)
  return { group, test: negated ? (subject, index) => !test(subject, index) : test }
}

function positiveMatcher(key: string, pattern: string): Matcher {
  const name = aliases.get(key) ?? key
  if (name.startsWith('tags.')) {
    const glob = compileGlob(pattern)
    const tag = name.slice(5)
    return onEvent((subject) => holds(glob, subject.tags.get(tag)))
  }
  switch (name) {
    case 'message': {
      const glob = compileGlob(pattern, { ignoreCase: true })
      return { group: 'messages', test: (subject, index) => holds(glob, subject.messages[index]) }
    }
    case 'type': {
      const glob = compileGlob(pattern)
      return { group: 'exceptions', test: (subject, index) => holds(glob, subject.exceptions[index]?.type) }
    }
    case 'value': {
      const glob = compileGlob(pattern, { ignoreCase: true })
      return { group: 'exceptions', test: (subject, index) => holds(glob, subject.exceptions[index]?.value) }
    }
    case 'function':
    case 'module': {
      const glob = compileGlob(pattern)
      return { group: 'frames', test: (subject, index) => holds(glob, subject.frames()[index]?.[name]) }
    }
    case 'path': {
      const glob = compilePathGlob(pattern)
      return {
        group: 'frames',
        test: (subject, index) =>
          holdsPath(glob, subject.frames()[index]?.absPath) || holdsPath(glob, subject.frames()[index]?.filename),
      }
    }
    case 'package': {
      const glob = compilePathGlob(pattern)
      return { group: 'frames', test: (subject, index) => holdsPath(glob, subject.frames()[index]?.package) }
    }
    case 'app': {
      const wanted = readBoolean(pattern)
      if (wanted === null) throw new InvalidRule(`app is yes or no, not "${pattern}"`)
      return { group: 'frames', test: (subject, index) => subject.frames()[index]?.inApp === wanted }
    }
    case 'thread.id':
    case 'thread.name':
    case 'thread.state': {
      const glob = compileGlob(pattern, { ignoreCase: true })
      const field = name === 'thread.id' ? 'id' : name === 'thread.name' ? 'name' : 'state'
      return { group: 'threads', test: (subject, index) => holds(glob, subject.threads[index]?.[field]) }
    }
    case 'thread.crashed':
    case 'thread.current': {
      const wanted = readBoolean(pattern)
      if (wanted === null) throw new InvalidRule(`${name} is yes or no, not "${pattern}"`)
      const field = name === 'thread.crashed' ? 'crashed' : 'current'
      return { group: 'threads', test: (subject, index) => subject.threads[index]?.[field] === wanted }
    }
    case 'release': {
      const glob = compilePathGlob(pattern)
      return onEvent((subject) => holdsPath(glob, subject.release))
    }
    case 'logger': {
      const glob = compileGlob(pattern)
      return onEvent((subject) => holds(glob, subject.logger))
    }
    case 'level': {
      const glob = compileGlob(pattern, { ignoreCase: true })
      return onEvent((subject) => holds(glob, subject.level))
    }
    case 'sdk':
    case 'family': {
      const wanted = pattern.split(',')
      return onEvent((subject) => wanted.includes('all') || wanted.includes(subject[name] ?? ''))
    }
    default:
      throw new InvalidRule(
        `unknown matcher "${key}"; known are error.type, error.value, message, stack.function, stack.module, ` +
          'stack.abs_path, stack.package, app, family, logger, level, release, sdk, tags.*, thread.*',
      )
  }
}

function onEvent(test: (subject: FingerprintSubject) => boolean): Matcher {
  return { group: 'event', test }
}

function holds(glob: GlobMatch, value: string | null | undefined): boolean {
  return value !== null && value !== undefined && glob(value)
}

function holdsPath(glob: GlobMatch, value: string | null | undefined): boolean {
  return value !== null && value !== undefined && glob(normalizePath(value))
}

/** The first rule whose matchers all hold, or null. Its `fingerprint` is unresolved. */
export function matchFingerprintRule(subject: FingerprintSubject, rules: FingerprintRule[]): FingerprintRule | null {
  for (const rule of rules) if (groups.every((group) => groupHolds(subject, rule, group))) return rule
  return null
}

function groupHolds(subject: FingerprintSubject, { matchers }: FingerprintRule, group: Group): boolean {
  if (!matchers.some((matcher) => matcher.group === group)) return true
  const members = countMembers(subject, group)
  for (let index = 0; index < members; index++) {
    if (matchers.every((matcher) => matcher.group !== group || matcher.test(subject, index))) return true
  }
  return false
}

function countMembers(subject: FingerprintSubject, group: Group): number {
  if (group === 'event') return 1
  return group === 'frames' ? subject.frames().length : subject[group].length
}
