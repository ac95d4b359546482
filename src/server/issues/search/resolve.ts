import {
  type BooleanFilter,
  type Filter,
  type HasFilter,
  isAggregate,
  type SearchTree,
  type TextFilter,
  type TextInFilter,
} from '../../../protocol/search/ast.ts'
import { issueKeys, issueSearchKeys } from '../../../protocol/search/keys.ts'
import { messages } from '../../../protocol/search/messages.ts'
import { parseSearch } from '../../../protocol/search/parse.ts'
import { readBoolean, readNumber, readOperator } from '../../../protocol/search/values.ts'
import { unescapeText } from '../../../protocol/search/wildcard.ts'
import { type Condition, type EventCondition, everything } from '../../storage/condition.ts'
import { compareDates, compareNumbers, compareWith } from './compare.ts'
import {
  anyOf,
  negateIf,
  onEvent,
  type Resolving,
  type SearchCondition,
  type SearchContext,
  wrongSearch,
} from './context.ts'
import { type EventField, eventField, tagField } from './fields.ts'
import { isIssueKey, resolveHasOfIssue, resolveIssueFilter } from './issue-keys.ts'
import { listLatest, listMatching, listOfStage, takeLatest } from './releases.ts'
import { resolveIs } from './status.ts'
import { readPhrase, readValueTests, type ValueTest } from './text-match.ts'

/** Reads a search over issues into plain conditions. Throws `invalid_query` that says where and why. */
export async function resolveIssueSearch(query: string, context: SearchContext): Promise<SearchCondition> {
  return resolveTree(readTree(query), { query, context, isEventSearch: false })
}

/** The same over single events: keys of issues (`is:`, `assigned:` …) are refused, but for those that say which issue. */
export async function resolveEventSearch(query: string, context: SearchContext): Promise<Condition<EventCondition>> {
  const resolved = await resolveTree(readTree(query), { query, context, isEventSearch: true })
  return eventsOnly(resolved)
}

function readTree(query: string): SearchTree {
  const result = parseSearch(query, { keys: issueSearchKeys })
  if (result.ok) return result.tree
  throw wrongSearch(query, result.problem, result.problem.message)
}

function eventsOnly(condition: SearchCondition): Condition<EventCondition> {
  switch (condition.kind) {
    case 'and':
      return { kind: 'and', of: condition.of.map(eventsOnly) }
    case 'or':
      return { kind: 'or', of: condition.of.map(eventsOnly) }
    case 'not':
      return { kind: 'not', of: eventsOnly(condition.of) }
    case 'event':
      return condition.condition
    case 'issue':
      throw new Error('a search over events has a condition on issues')
  }
}

async function resolveTree(tree: SearchTree, resolving: Resolving): Promise<SearchCondition> {
  if (tree.kind === 'and' || tree.kind === 'or') {
    const of = await Promise.all(tree.of.map((part) => resolveTree(part, resolving)))
    return { kind: tree.kind, of }
  }
  if (tree.kind !== 'freeText') return resolveFilter(tree, resolving)
  const match = readPhrase(tree.raw)
  return match ? onEvent({ kind: 'mentions', match }) : everything
}

async function resolveFilter(filter: Filter, resolving: Resolving): Promise<SearchCondition> {
  const { query, isEventSearch } = resolving
  if (isAggregate(filter)) {
    throw wrongSearch(query, filter, 'Aggregate filters (count() and the like) are not supported in this search')
  }
  if (filter.kind === 'is') {
    if (isEventSearch) throw notOfEvents(filter, resolving)
    return resolveIs(filter, resolving)
  }
  if (filter.kind === 'has') return resolveHas(filter, resolving)
  const { name, tag } = filter.key
  if (tag !== null) return resolveTag(filter, resolving)
  if (isIssueKey(name)) {
    if (isEventSearch && Object.hasOwn(issueKeys, name) && name !== 'issue' && name !== 'issue.id') {
      throw notOfEvents(filter, resolving)
    }
    return resolveIssueFilter(filter, resolving)
  }
  return resolveEventFilter(filter, resolving)
}

function notOfEvents(filter: Filter, { query }: Resolving): Error {
  return wrongSearch(query, filter, `"${filter.key.name}" is a property of issues; this search is over events`)
}

function resolveHas(filter: HasFilter, resolving: Resolving): SearchCondition {
  const { name, tag } = filter.of
  if (tag === null && isIssueKey(name)) {
    if (resolving.isEventSearch && Object.hasOwn(issueKeys, name)) throw notOfEvents(filter, resolving)
    return negateIf(filter.negated, resolveHasOfIssue(filter, resolving))
  }
  if (tag === null && isUnsupported(name)) throw unsupported(filter, resolving)
  return onEvent(negateIf(filter.negated, presenceOf(tag === null ? name : null, name)))
}

/** Whether an event has something by this key; every event has a time, and `error.unhandled` asks the same as `error.handled`. */
function presenceOf(key: string | null, name: string): Condition<EventCondition> {
  if (key === null) return tagField(name).present
  if (key === 'timestamp' || key === 'event.timestamp') return everything
  if (key === 'error.handled' || key === 'error.unhandled')
    return { kind: 'not', of: { kind: 'handled', handled: null } }
  return eventField(isReleaseKey(key) ? 'release' : key).present
}

function isReleaseKey(name: string): boolean {
  return (
    name === 'release' ||
    name === 'release.version' ||
    name === 'release.build' ||
    name === 'release.package' ||
    name === 'release.stage'
  )
}

function isUnsupported(name: string): boolean {
  return name === 'timestamp.to_hour' || name === 'timestamp.to_day'
}

function unsupported(filter: Filter, { query }: Resolving): Error {
  return wrongSearch(query, filter, messages.unknownKey(filter.kind === 'has' ? filter.of.name : filter.key.name))
}

type PlainFilter = Exclude<Filter, { kind: 'is' | 'has' } | { args: unknown }>

async function resolveEventFilter(filter: PlainFilter, resolving: Resolving): Promise<SearchCondition> {
  const { name } = filter.key
  if (isUnsupported(name)) throw unsupported(filter, resolving)
  switch (filter.kind) {
    case 'numeric':
    case 'numericIn':
      return onEvent(
        compareNumbers(filter, (comparison, value) => ({ kind: 'attributeNumber', key: name, comparison, value })),
      )
    case 'date':
    case 'specificDate':
    case 'relativeDate':
      return onEvent(
        compareDates(filter, resolving.context.now, (comparison, value) => ({
          kind: 'time',
          field: 'timestamp',
          comparison,
          value,
        })),
      )
    case 'boolean':
      return onEvent(negateIf(filter.negated, resolveBoolean(name, filter)))
    case 'duration':
      throw unsupported(filter, resolving)
    case 'text':
    case 'textIn':
      if (name === 'release.stage') return onEvent(inReleases(await listOfStage(filter, resolving.context)))
      return onEvent(negateIf(filter.negated, await resolveText(filter, resolving)))
  }
}

/** Of `error.handled`, an event whose SDK did not say counts as handled, as in Sentry. */
function resolveBoolean(name: string, { value }: BooleanFilter): Condition<EventCondition> {
  const isUnhandled: EventCondition = { kind: 'handled', handled: false }
  if (name === 'error.handled') return negateIf(value, isUnhandled)
  if (name === 'error.unhandled') return negateIf(!value, isUnhandled)
  return { kind: 'attribute', key: name, match: { kind: 'equals', value: String(value) } }
}

async function resolveText(
  filter: TextFilter | TextInFilter,
  resolving: Resolving,
): Promise<Condition<EventCondition>> {
  const { name } = filter.key
  if (name === 'release') return resolveRelease(filter, resolving)
  const isAbsent = filter.kind === 'text' && filter.value.raw === '' && filter.operator === ''
  if (isReleaseKey(name) && !isAbsent) {
    return inReleases(await listMatching(name, filter, resolving))
  }
  // `stack.in_app:""`: what the events do not say.
  if (isAbsent) return { kind: 'not', of: presenceOf(name, name) }
  return testField(eventField(name), readValueTests(filter))
}

function inReleases(values: string[]): Condition<EventCondition> {
  return { kind: 'text', field: 'release', match: { kind: 'in', values } }
}

async function resolveRelease(
  filter: TextFilter | TextInFilter,
  { context }: Resolving,
): Promise<Condition<EventCondition>> {
  const { isLatest, rest } = takeLatest(filter)
  const conditions: Condition<EventCondition>[] = []
  if (isLatest) {
    const latest = await listLatest(context)
    conditions.push(
      ...latest.map(({ version, projectIds }): Condition<EventCondition> => {
        const test: EventCondition = { kind: 'text', field: 'release', match: { kind: 'equals', value: version } }
        return context.projects.length === 1 ? test : { kind: 'and', of: [{ kind: 'projects', projectIds }, test] }
      }),
    )
  }
  if (rest) conditions.push(testField(eventField('release'), readValueTests(rest)))
  return anyOf(conditions)
}

function testField(field: EventField, tests: ValueTest[]): Condition<EventCondition> {
  return anyOf(
    tests.map((test) => {
      if (test.kind === 'match') return field.test(test.match)
      return negateIf(test.kind === 'absent', field.present)
    }),
  )
}

/** `tags[key]:value`; with a type, the tag's text is read as that. */
function resolveTag(filter: PlainFilter, resolving: Resolving): SearchCondition {
  const { name, tag } = filter.key
  // The parser takes the values of explicit tags for text, whatever they are called.
  if (filter.kind !== 'text' && filter.kind !== 'textIn') throw new Error(`a tag is compared as ${filter.kind}`)
  const field = tagField(name)
  if (tag !== 'number' && tag !== 'boolean') {
    return onEvent(negateIf(filter.negated, testField(field, readValueTests(filter))))
  }
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const conditions = values.map((value): Condition<EventCondition> => {
    if (value.raw === '' && value.quoted) return { kind: 'not', of: field.present }
    const written = (filter.kind === 'text' ? filter.operator : '') + unescapeText(value.raw)
    return tag === 'number' ? numberTag(name, written, filter, resolving) : booleanTag(name, written, filter, resolving)
  })
  return onEvent(negateIf(filter.negated, anyOf(conditions)))
}

function numberTag(key: string, written: string, filter: Filter, { query }: Resolving): Condition<EventCondition> {
  if (written === '*') return { kind: 'hasTag', key }
  const operator = readOperator(written, 0)
  const value = readNumber(written.slice(operator.length))
  if (value === null) throw wrongSearch(query, filter, messages.number)
  return compareWith(operator, value, (comparison, number) => ({ kind: 'tagNumber', key, comparison, value: number }))
}

const spellings = { true: ['true', 'True', 'TRUE', 'yes', '1'], false: ['false', 'False', 'FALSE', 'no', '0'] }

function booleanTag(key: string, written: string, filter: Filter, { query }: Resolving): Condition<EventCondition> {
  const value = readBoolean(written)
  if (value === null) throw wrongSearch(query, filter, messages.boolean)
  return { kind: 'tag', key, match: { kind: 'in', values: spellings[value ? 'true' : 'false'] } }
}
