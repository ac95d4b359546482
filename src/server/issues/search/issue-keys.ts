import type {
  Filter,
  HasFilter,
  NumericFilter,
  NumericInFilter,
  TextFilter,
  TextInFilter,
} from '../../../protocol/search/ast.ts'
import { messages } from '../../../protocol/search/messages.ts'
import { unescapeText } from '../../../protocol/search/wildcard.ts'
import { type Condition, everything, type IssueCondition } from '../../storage/condition.ts'
import { issuePriorities } from '../../storage/meta/ports/issues.ts'
import { readShortId } from '../short-id.ts'
import { compareDates, compareNumbers } from './compare.ts'
import {
  anyOf,
  negateIf,
  nothing,
  onEvent,
  onIssue,
  type Resolving,
  type SearchCondition,
  wrongSearch,
} from './context.ts'
import { type Actors, assignedTo, resolveActors } from './people.ts'
import { listLatest, takeLatest } from './releases.ts'
import { compares } from '../../storage/comparison.ts'
import { matchesText } from '../../storage/text-match.ts'
import { readValueTests } from './text-match.ts'

/** What a key says of an issue, under each of its names. */
const meanings = {
  assigned: 'assigned',
  assigned_to: 'assigned',
  // Nobody is suggested yet: who has it is all there is.
  assigned_or_suggested: 'assigned',
  bookmarks: 'bookmarkedBy',
  bookmarked_by: 'bookmarkedBy',
  subscribed: 'subscribedBy',
  subscribed_by: 'subscribedBy',
  firstSeen: 'firstSeen',
  first_seen: 'firstSeen',
  age: 'firstSeen',
  lastSeen: 'lastSeen',
  last_seen: 'lastSeen',
  timesSeen: 'timesSeen',
  times_seen: 'timesSeen',
  firstRelease: 'firstRelease',
  'first-release': 'firstRelease',
  first_release: 'firstRelease',
  issue: 'shortId',
  'issue.id': 'id',
  'issue.category': 'category',
  'issue.type': 'type',
  'issue.priority': 'priority',
  project: 'project',
  'project.name': 'project',
  'project.id': 'projectId',
  project_id: 'projectId',
} as const

type Meaning = (typeof meanings)[keyof typeof meanings]

function meaningOf(name: string): Meaning | null {
  const found = Object.entries(meanings).find(([key]) => key === name)
  return found ? found[1] : null
}

/** Whether a key is of the issue rather than of its events. Issues of a project are the project's events too. */
export function isIssueKey(name: string): boolean {
  return meaningOf(name) !== null
}

/** One filter on an issue's own state. */
export async function resolveIssueFilter(filter: Filter, resolving: Resolving): Promise<SearchCondition> {
  const meaning = meaningOf(filter.key.name)
  if (filter.kind === 'text' || filter.kind === 'textIn') return resolveText(filter, meaning, resolving)
  if (filter.kind === 'numeric' || filter.kind === 'numericIn') return resolveNumber(filter, meaning, resolving)
  const isDate = filter.kind === 'date' || filter.kind === 'specificDate' || filter.kind === 'relativeDate'
  if (isDate && (meaning === 'firstSeen' || meaning === 'lastSeen')) {
    return onIssue(
      compareDates(filter, resolving.context.now, (comparison, value) => ({
        kind: 'time',
        field: meaning,
        comparison,
        value,
      })),
    )
  }
  throw wrongSearch(resolving.query, filter, messages.unknownKey(filter.key.name))
}

/** Which issue has it at all: everything but an assignee, a first release, bookmarks and subscriptions is always there. */
export function resolveHasOfIssue(filter: HasFilter, resolving: Resolving): SearchCondition {
  const meaning = meaningOf(filter.of.name)
  if (meaning === 'assigned') {
    return onIssue({ kind: 'not', of: assignedTo({ userIds: [], teamIds: [], nobody: true }) })
  }
  if (meaning === 'firstRelease') return onIssue(hasFirstRelease)
  if (meaning === 'bookmarkedBy' || meaning === 'subscribedBy') {
    throw wrongSearch(resolving.query, filter, `has: does not know "${filter.of.name}"; name who`)
  }
  return everything
}

const hasFirstRelease: IssueCondition = {
  kind: 'text',
  field: 'firstRelease',
  match: { kind: 'pattern', pieces: ['', ''] },
}

function resolveNumber(
  filter: NumericFilter | NumericInFilter,
  meaning: Meaning | null,
  resolving: Resolving,
): SearchCondition {
  if (meaning === 'projectId') {
    const ids = resolving.context.projects.map((project) => project.id)
    return inProjects(
      ids.filter((id) => holds(filter, id)),
      filter.negated,
      resolving,
    )
  }
  const field = meaning === 'id' ? 'id' : 'timesSeen'
  if (resolving.isEventSearch) return resolveEventIssueIds(filter, resolving)
  return onIssue(compareNumbers(filter, (comparison, value) => ({ kind: 'number', field, comparison, value })))
}

/** Over events, issues are named and not compared. */
function resolveEventIssueIds(filter: NumericFilter | NumericInFilter, { query }: Resolving): SearchCondition {
  if (filter.kind === 'numeric' && filter.operator !== '' && filter.operator !== '=') {
    throw wrongSearch(query, filter, 'issue.id takes no operator in a search over events')
  }
  const values = filter.kind === 'numeric' ? [filter.value] : filter.values
  const issueIds = values.flatMap((value) => (value ? [value.value] : []))
  return onEvent(negateIf(filter.negated, { kind: 'issues', issueIds }))
}

/** Whether a number meets the filter, negation left aside. */
function holds(filter: NumericFilter | NumericInFilter, number: number): boolean {
  if (filter.kind === 'numericIn') return filter.values.some((value) => value?.value === number)
  const { value } = filter.value
  const { operator } = filter
  if (operator === '!=') return number !== value
  return compares(number, operator === '' ? '=' : operator, value)
}

function inProjects(projectIds: number[], isNegated: boolean, { isEventSearch }: Resolving): SearchCondition {
  const condition = negateIf<{ kind: 'projects'; projectIds: number[] }>(isNegated, { kind: 'projects', projectIds })
  return isEventSearch ? onEvent(condition) : onIssue(condition)
}

async function resolveText(
  filter: TextFilter | TextInFilter,
  meaning: Meaning | null,
  resolving: Resolving,
): Promise<SearchCondition> {
  const negated = (condition: Condition<IssueCondition>) => onIssue(negateIf(filter.negated, condition))
  switch (meaning) {
    case 'assigned':
      return negated(assignedTo(await resolveActors(filter, resolving.context)))
    case 'bookmarkedBy':
    case 'subscribedBy': {
      const { userIds } = await resolveMarkers(filter, resolving)
      return negated({ kind: meaning, userIds })
    }
    case 'firstRelease':
      return negated(await resolveFirstRelease(filter, resolving))
    case 'shortId':
      return resolveShortIds(filter, resolving)
    case 'category':
      return negated(readNames(filter, 'category', categories, resolving).includes('error') ? everything : nothing)
    case 'type':
      return negated(resolveType(filter))
    case 'priority':
      return negated({ kind: 'priority', priorities: readNames(filter, 'priority', issuePriorities, resolving) })
    case 'project':
      return resolveProjectNames(filter, resolving)
    case 'firstSeen':
    case 'lastSeen':
    case 'timesSeen':
    case 'id':
    case 'projectId':
    case null:
      // `timesSeen:""`, `issue.id:""`: every issue has one.
      return negated(nothing)
  }
}

function valuesOf(filter: TextFilter | TextInFilter): string[] {
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  return values.map((value) => unescapeText(value.raw))
}

/** People have bookmarks and subscriptions; teams and nobody have not. */
async function resolveMarkers(filter: TextFilter | TextInFilter, { query, context }: Resolving): Promise<Actors> {
  const actors = await resolveActors(filter, context)
  if (!actors.nobody) return actors
  throw wrongSearch(query, filter, `"${filter.key.name}" takes a person: me, an e-mail address, a name or an id`)
}

async function resolveFirstRelease(
  filter: TextFilter | TextInFilter,
  { context }: Resolving,
): Promise<Condition<IssueCondition>> {
  const { isLatest, rest } = takeLatest(filter)
  const conditions: Condition<IssueCondition>[] = []
  if (isLatest) {
    for (const { version, projectIds } of await listLatest(context)) {
      const match = { kind: 'equals', value: version } as const
      conditions.push({
        kind: 'and',
        of: [
          { kind: 'projects', projectIds },
          { kind: 'text', field: 'firstRelease', match },
        ],
      })
    }
  }
  for (const test of rest ? readValueTests(rest) : []) {
    conditions.push(
      test.kind === 'match'
        ? { kind: 'text', field: 'firstRelease', match: test.match }
        : negateIf(test.kind === 'absent', hasFirstRelease),
    )
  }
  return anyOf(conditions)
}

/** The categories that Sentry knows; all issues here are errors. */
const categories = [
  'error',
  'performance',
  'profile',
  'cron',
  'replay',
  'feedback',
  'uptime',
  'metric',
  'metric_alert',
  'outage',
  'test_notification',
  'db_query',
  'http_client',
  'frontend',
  'mobile',
  'preprod',
] as const

function readNames<Name extends string>(
  filter: TextFilter | TextInFilter,
  what: string,
  known: readonly Name[],
  { query }: Resolving,
): Name[] {
  return valuesOf(filter).map((value) => {
    const name = known.find((one) => one === value.toLowerCase())
    if (name) return name
    throw wrongSearch(query, filter, `Invalid ${what} value of '${value}', valid values are ${known.join(', ')}`)
  })
}

/** `error` is the one type of issue that there is; what else Sentry knows finds nothing. */
function resolveType(filter: TextFilter | TextInFilter): Condition<IssueCondition> {
  const isError = readValueTests(filter).some((test) => {
    return test.kind === 'match' ? matchesText('error', test.match) : test.kind === 'present'
  })
  return isError ? everything : nothing
}

async function resolveShortIds(filter: TextFilter | TextInFilter, resolving: Resolving): Promise<SearchCondition> {
  const { context, query, isEventSearch } = resolving
  const ids = await Promise.all(
    valuesOf(filter).map(async (value) => {
      const shortId = readShortId(value)
      const project = shortId && context.projects.find((one) => one.slug.toLowerCase() === shortId.slug)
      const issue = shortId && project && (await context.meta.findIssueByNumber(project.id, shortId.number))
      if (issue) return issue.id
      throw wrongSearch(query, filter, `Invalid value '${value}' for 'issue:' filter: there is no such issue`)
    }),
  )
  if (isEventSearch) return onEvent(negateIf(filter.negated, { kind: 'issues', issueIds: ids }))
  return onIssue(negateIf(filter.negated, { kind: 'ids', ids }))
}

/** By slug, with wildcards or without; a name that there is not is a mistake, not an empty list. */
function resolveProjectNames(filter: TextFilter | TextInFilter, resolving: Resolving): SearchCondition {
  const { context, query } = resolving
  const chosen = new Set<number>()
  for (const test of readValueTests(filter)) {
    if (test.kind === 'absent') continue
    const found = context.projects.filter(({ slug, id }) => {
      if (test.kind === 'present') return true
      return matchesText(slug, test.match) || (test.match.kind !== 'pattern' && matchesText(String(id), test.match))
    })
    for (const { id } of found) chosen.add(id)
    const names =
      test.kind === 'match' && (test.match.kind === 'equals' || test.match.kind === 'in') ? test.match : null
    const wanted = names === null ? [] : names.kind === 'equals' ? [names.value] : names.values
    const missing = wanted.filter((name) => !found.some(({ slug, id }) => slug === name || String(id) === name))
    if (missing.length > 0) {
      const why = `Project(s) ${missing.join(', ')} do not exist or are not actively selected.`
      throw wrongSearch(query, filter, why)
    }
  }
  return inProjects([...chosen], filter.negated, resolving)
}
