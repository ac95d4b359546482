import {
  type Filter,
  type HasFilter,
  isAggregate,
  type NumericFilter,
  type NumericInFilter,
  type SearchTree,
  type TextFilter,
  type TextInFilter,
} from '../../../protocol/search/ast.ts'
import { replayKeys } from '../../../protocol/search/keys.ts'
import { parseSearch } from '../../../protocol/search/parse.ts'
import { unescapeText } from '../../../protocol/search/wildcard.ts'
import { readEventId } from '../../events/read-event.ts'
import { compareDates, compareNumbers, compareWith } from '../../issues/search/compare.ts'
import { allOf, anyOf, negateIf, nothing, wrongSearch } from '../../issues/search/context.ts'
import { readValueTests, type ValueTest } from '../../issues/search/text-match.ts'
import { type Condition, everything } from '../../storage/condition.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import type { ReplayCondition } from '../../storage/replays/port.ts'
import { idListOf, numberOf, type ReplayField, replayField, selectedClicksOf, tagField } from './fields.ts'
import { readSelector } from './selector.ts'

type Where = Condition<ReplayCondition>

/** What names in a search over replays stand for. */
export interface ReplaySearchContext {
  /** Where is searched. */
  projects: Pick<Project, 'id' | 'slug'>[]
  /** Who is `me`; null for a token of an organisation. */
  userId: number | null
  /** Milliseconds since 1970. */
  now: number
}

export interface Resolving {
  query: string
  context: ReplaySearchContext
}

/**
 * Reads a search over replays into plain conditions. Archived replays, of which nothing is left but their ids, are found only by a search that
 * asks for `is_archived`. Throws `invalid_query` that says where and why.
 */
export function resolveReplaySearch(query: string, context: ReplaySearchContext): Where {
  const tree = readReplaySearch(query)
  const where = resolveTree(tree, { query, context })
  return keysOf(tree).includes('is_archived') ? where : allOf([{ kind: 'not', of: { kind: 'archived' } }, where])
}

/** The search as it is written. Throws `invalid_query`. */
export function readReplaySearch(query: string): SearchTree {
  const result = parseSearch(query, { keys: replayKeys })
  if (result.ok) return result.tree
  throw wrongSearch(query, result.problem, result.problem.message)
}

/** Names of all keys in a search, in the order in which they are written. */
export function keysOf(tree: SearchTree): string[] {
  if (tree.kind === 'and' || tree.kind === 'or') return tree.of.flatMap(keysOf)
  if (tree.kind === 'freeText') return []
  const key = tree.kind === 'has' ? tree.of : tree.key
  return key.tag === null ? [key.name] : []
}

/** The same of a part of a search. */
export function resolveTree(tree: SearchTree, resolving: Resolving): Where {
  if (tree.kind === 'and' || tree.kind === 'or') {
    return { kind: tree.kind, of: tree.of.map((part) => resolveTree(part, resolving)) }
  }
  if (tree.kind !== 'freeText') return resolveFilter(tree, resolving)
  if (tree.raw === '') return everything
  throw wrongSearch(
    resolving.query,
    tree,
    'Words without a key are not looked for in replays; say where, as in url:*cart*',
  )
}

function resolveFilter(filter: Filter, resolving: Resolving): Where {
  const { query, context } = resolving
  if (isAggregate(filter)) {
    throw wrongSearch(query, filter, 'Aggregate filters (count() and the like) are not supported in this search')
  }
  switch (filter.kind) {
    case 'is':
      throw wrongSearch(query, filter, '"is:" is a property of issues; this search is over replays')
    case 'has':
      return negateIf(filter.negated, resolveHas(filter))
    case 'numeric':
    case 'numericIn':
      return resolveNumber(filter, resolving)
    case 'duration':
      return negateIf(filter.negated, compareDuration(filter.operator, filter.value.milliseconds / 1000))
    case 'date':
    case 'specificDate':
    case 'relativeDate':
      return compareDates(filter, context.now, (comparison, value) => ({
        kind: 'time',
        field: filter.key.name === 'finished_at' ? 'finishedAt' : 'startedAt',
        comparison,
        value,
      }))
    case 'boolean':
      return negateIf(filter.negated === filter.value, resolveFlag(filter.key.name, context))
    case 'text':
    case 'textIn':
      return negateIf(filter.negated, resolveText(filter, resolving))
  }
}

const compareDuration = (operator: NumericFilter['operator'], seconds: number): Where =>
  compareWith(operator, seconds, (comparison, value) => ({ kind: 'number', field: 'duration', comparison, value }))

function resolveFlag(name: string, { userId }: ReplaySearchContext): Where {
  if (name === 'is_archived') return { kind: 'archived' }
  return { kind: 'viewedBy', userIds: userId === null ? [] : [userId] }
}

function isViewer(name: string): boolean {
  return name === 'viewed_by_id' || name === 'seen_by_id'
}

function resolveNumber(filter: NumericFilter | NumericInFilter, { query }: Resolving): Where {
  const { name } = filter.key
  if (isViewer(name)) {
    if (filter.kind === 'numeric' && !['', '=', '!='].includes(filter.operator)) {
      throw wrongSearch(query, filter, 'People have no order: only = and != are supported')
    }
    return compareNumbers(filter, (_, userId) => ({ kind: 'viewedBy', userIds: [userId] }))
  }
  const field = numberOf(name)
  if (!field) throw new Error(`${name} is no number of a replay`)
  return compareNumbers(filter, (comparison, value) => ({ kind: 'number', field, comparison, value }))
}

/** Whether a replay has something by this key. Numbers, times and ids every replay has. */
function resolveHas({ of: { name, tag } }: HasFilter): Where {
  if (tag !== null) return tagField(name).present
  return presenceOf(name)
}

function presenceOf(name: string): Where {
  if (isViewer(name)) return everything
  const list = idListOf(name)
  if (list) return { kind: 'has', field: list }
  const clicks = selectedClicksOf(name)
  if (clicks) return { kind: 'click', clicks, parts: [] }
  const isAlways =
    isReplayId(name) || isProject(name) || (Object.hasOwn(replayKeys, name) && replayKeys[name] !== 'text')
  return isAlways ? everything : replayField(name).present
}

const isReplayId = (name: string) => name === 'id' || name === 'replay_id'
const isProject = (name: string) => name === 'project' || name === 'project_id'

function resolveText(filter: TextFilter | TextInFilter, resolving: Resolving): Where {
  const { name, tag } = filter.key
  if (tag !== null) return testField(tagField(name), readValueTests(filter))
  const clicks = selectedClicksOf(name)
  if (clicks) return resolveSelector(filter, clicks, resolving)
  if (isProject(name)) return resolveProjects(filter, resolving)
  if (idListOf(name) || isReplayId(name)) return resolveIds(filter, resolving)
  // `count_errors:""`: what the replays do not have.
  if (Object.hasOwn(replayKeys, name) && replayKeys[name] !== 'text') return { kind: 'not', of: presenceOf(name) }
  return testField(replayField(name), readValueTests(filter))
}

function testField(field: ReplayField, tests: ValueTest[]): Where {
  return anyOf(
    tests.map((test) =>
      test.kind === 'match' ? field.test(test.match) : negateIf(test.kind === 'absent', field.present),
    ),
  )
}

function resolveIds(filter: TextFilter | TextInFilter, { query }: Resolving): Where {
  const { name } = filter.key
  const list = idListOf(name)
  const plain: string[] = []
  const others: Where[] = []
  for (const test of readValueTests(filter)) {
    if (test.kind !== 'match') {
      others.push(negateIf(test.kind === 'absent', presenceOf(name)))
      continue
    }
    const { match } = test
    if (match.kind !== 'equals' && match.kind !== 'in') {
      throw wrongSearch(query, filter, 'Ids are looked for whole: 32 hexadecimal digits')
    }
    for (const value of match.kind === 'in' ? match.values : [match.value]) {
      const id = readEventId(value)
      if (id === null)
        throw wrongSearch(query, filter, `'${value}' is no id: 32 hexadecimal digits, with or without dashes`)
      plain.push(id)
    }
  }
  if (plain.length > 0) {
    others.push(list ? { kind: 'ids', field: list, ids: plain } : { kind: 'replays', replayIds: plain })
  }
  return anyOf(others)
}

function resolveSelector(
  filter: TextFilter | TextInFilter,
  clicks: 'all' | 'dead' | 'rage',
  { query }: Resolving,
): Where {
  if (filter.operator !== '' && filter.operator !== '=') {
    throw wrongSearch(query, filter, 'Selectors are looked for as they are: operators are not supported')
  }
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const conditions = values.flatMap(({ raw, quoted }): Where[] => {
    if (raw === '' && quoted) return [{ kind: 'not', of: { kind: 'click', clicks, parts: [] } }]
    const read = readSelector(raw)
    if (!read.ok) throw wrongSearch(query, filter, read.why)
    return read.alternatives.map((parts) => ({ kind: 'click', clicks, parts }))
  })
  return anyOf(conditions)
}

/** By slug or id; a name that there is not is a mistake, not an empty answer. */
function resolveProjects(filter: TextFilter | TextInFilter, { query, context }: Resolving): Where {
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const projectIds = values.map(({ raw }) => {
    const name = unescapeText(raw)
    const project = context.projects.find(({ id, slug }) => slug === name || String(id) === name)
    if (project) return project.id
    throw wrongSearch(query, filter, `Project(s) ${name} do not exist or are not actively selected.`)
  })
  return projectIds.length === 0 ? nothing : { kind: 'projects', projectIds }
}
