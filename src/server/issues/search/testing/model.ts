/** Issue search by brute force: what the runner is held to, and the two stores that it runs on. */
import type { Condition, EventCondition, IssueCondition, TextMatch } from '../../../storage/condition.ts'
import type { EventRow, MatchedIssues } from '../../../storage/events/port.ts'
import type { Issue, IssuePage, IssueSearch } from '../../../storage/meta/ports/issues.ts'
import type { SearchLeaf } from '../context.ts'
import type { SearchStores } from '../run.ts'
import { matchesText } from '../../../storage/text-match.ts'

export type ModelEvent = Pick<
  EventRow,
  'projectId' | 'issueId' | 'timestamp' | 'environment' | 'level' | 'userKey' | 'tags'
>

export interface World {
  issues: Issue[]
  events: ModelEvent[]
}

export function holds<Leaf extends { kind: string }>(
  condition: Condition<Leaf>,
  test: (leaf: Leaf) => boolean,
): boolean {
  if (isJunction(condition)) {
    return condition.kind === 'and'
      ? condition.of.every((part) => holds(part, test))
      : condition.of.some((part) => holds(part, test))
  }
  return isNot(condition) ? !holds(condition.of, test) : test(condition)
}

function isJunction<Leaf extends { kind: string }>(
  condition: Condition<Leaf>,
): condition is { kind: 'and'; of: Condition<Leaf>[] } | { kind: 'or'; of: Condition<Leaf>[] } {
  return condition.kind === 'and' || condition.kind === 'or'
}

function isNot<Leaf extends { kind: string }>(
  condition: Condition<Leaf>,
): condition is { kind: 'not'; of: Condition<Leaf> } {
  return condition.kind === 'not'
}

/** A condition on an issue and one of its events. */
export function leafHolds(leaf: SearchLeaf, issue: Issue, event: ModelEvent): boolean {
  if (leaf.kind === 'issue') return holds(leaf.condition, (condition) => issueHolds(condition, issue))
  return holds(leaf.condition, (condition) => eventHolds(condition, event))
}

export function issueHolds(condition: IssueCondition, issue: Issue): boolean {
  if (condition.kind === 'ids') return condition.ids.includes(issue.id)
  if (condition.kind === 'projects') return condition.projectIds.includes(issue.projectId)
  if (condition.kind === 'status') return condition.statuses.includes(issue.status)
  if (condition.kind === 'priority') return condition.priorities.includes(issue.priority)
  if (condition.kind === 'number' || condition.kind === 'time') {
    return compares(issue[condition.field], condition.comparison, condition.value)
  }
  if (condition.kind !== 'assigned') throw new Error(`the model knows no ${condition.kind} of issues`)
  return issue.assigneeUserId === null ? condition.nobody : condition.userIds.includes(issue.assigneeUserId)
}

export function eventHolds(condition: EventCondition, event: ModelEvent): boolean {
  const tagOf = (key: string) => event.tags.find(([name]) => name === key)?.[1]
  const matches = (text: string | null | undefined, match: TextMatch) =>
    text !== null && text !== undefined && matchesText(text, match)
  if (condition.kind === 'tag') return matches(tagOf(condition.key), condition.match)
  if (condition.kind === 'hasTag') return tagOf(condition.key) !== undefined
  if (condition.kind === 'time') return compares(event.timestamp, condition.comparison, condition.value)
  if (condition.kind === 'text' && condition.field === 'level') return matches(event.level, condition.match)
  throw new Error(`the model knows no ${condition.kind} of events`)
}

function compares(value: number, comparison: string, wanted: number): boolean {
  const order = value - wanted
  if (order === 0) return comparison.includes('=')
  return order > 0 ? comparison.startsWith('>') : comparison.startsWith('<')
}

/** Both stores over the same world, by brute force. */
export function openModelStores(world: World): SearchStores {
  const visible = (projectIds: number[], where: Condition<IssueCondition>) =>
    world.issues
      .filter((issue) => projectIds.includes(issue.projectId))
      .filter((issue) => holds(where, (condition) => issueHolds(condition, issue)))
  return {
    meta: {
      findIssues: async (ids) => world.issues.filter((issue) => ids.includes(issue.id)),
      matchIssues: async ({ projectIds, where, ids, limit }) => {
        const wanted = ids && new Set(ids)
        const found = visible(projectIds, where).filter((issue) => wanted === null || wanted.has(issue.id))
        return found
          .map((issue) => issue.id)
          .toSorted((a, b) => a - b)
          .slice(0, limit)
      },
      searchIssues: async (query) => pageOfIssues(visible(query.projectIds, query.where), query),
    },
    events: {
      matchIssues: async ({ projectIds, environments, start, end, where, issueIds, figures }) => {
        const wanted = issueIds && new Set(issueIds)
        const found = world.events.filter(
          (event) =>
            projectIds.includes(event.projectId) &&
            (wanted === null || wanted.has(event.issueId)) &&
            (environments === null || environments.includes(event.environment ?? '')) &&
            (start === null || event.timestamp >= start) &&
            (end === null || event.timestamp < end) &&
            holds(where, (condition) => eventHolds(condition, event)),
        )
        const all = addUp(found)
        const none = { ...addUp([]), issueIds: all.issueIds }
        return figures.reduce((some, figure) => ({ ...some, [figure]: all[figure] }), none)
      },
    },
  }
}

/** What the events of each issue add up to. */
export function addUp(events: ModelEvent[]): MatchedIssues {
  const groups = [...Map.groupBy(events, (event) => event.issueId)]
  const column = (value: (events: ModelEvent[]) => number) => Float64Array.from(groups, ([, list]) => value(list))
  return {
    issueIds: Float64Array.from(groups, ([id]) => id),
    events: column((list) => list.length),
    firstSeen: column((list) => Math.min(...list.map((event) => event.timestamp))),
    lastSeen: column((list) => Math.max(...list.map((event) => event.timestamp))),
    users: column((list) => new Set(list.flatMap(({ userKey }) => (userKey === null ? [] : [userKey]))).size),
  }
}

/** An issue's own sort value; the model's trend is any number that differs from issue to issue. */
export function ownValue(issue: Issue, sort: IssueSearch['sort']): number {
  switch (sort) {
    case 'date':
      return issue.lastSeen
    case 'new':
      return issue.firstSeen
    case 'freq':
      return issue.timesSeen
    case 'user':
      return issue.usersSeen
    case 'priority':
      return ['low', 'medium', 'high'].indexOf(issue.priority)
    case 'trends':
      return (issue.id * 7919) % 13
  }
}

function pageOfIssues(issues: Issue[], { sort, limit, after, backwards }: IssueSearch): IssuePage {
  const sorted = sortRows(issues.map((issue) => ({ issue, id: issue.id, value: ownValue(issue, sort) })))
  if (backwards) sorted.reverse()
  const ahead = sorted.filter(({ id, value }) => {
    if (after === null) return true
    const order = value - after.value || id - after.id
    return backwards ? order > 0 : order < 0
  })
  const page = ahead.slice(0, limit)
  if (backwards) page.reverse()
  return {
    issues: page.map((row) => row.issue),
    values: page.map((row) => row.value),
    hasMore: ahead.length > limit,
    hits: Math.min(issues.length, 1000),
  }
}

/** The list's order: highest value first, the newer issue first among equals. */
export function sortRows<Row extends { id: number; value: number }>(rows: Row[]): Row[] {
  return rows.toSorted((a, b) => b.value - a.value || b.id - a.id)
}

/** An issue that its events add up to; what matters to a test is given. */
export function modelIssue(given: Pick<Issue, 'id' | 'projectId'> & Partial<Issue>, events: ModelEvent[]): Issue {
  const own = events.filter((event) => event.issueId === given.id)
  const times = own.map((event) => event.timestamp)
  return {
    number: given.id,
    type: 'error',
    level: 'error',
    platform: 'node',
    title: `Issue ${given.id}`,
    culprit: '',
    location: null,
    logger: null,
    metadata: {},
    status: 'unresolved',
    substatus: 'ongoing',
    firstSeen: Math.min(...times),
    lastSeen: Math.max(...times),
    timesSeen: own.length,
    usersSeen: new Set(own.flatMap(({ userKey }) => (userKey === null ? [] : [userKey]))).size,
    firstRelease: null,
    lastRelease: null,
    resolvedAt: null,
    isUnhandled: false,
    firstEventId: '',
    lastEventId: '',
    assigneeUserId: null,
    assigneeTeamId: null,
    createdAt: 0,
    priority: 'high',
    isPriorityLocked: false,
    resolution: null,
    snooze: null,
    needsReview: false,
    shareId: null,
    commentCount: 0,
    userReportCount: 0,
    recommendedEvent: null,
    ...given,
  }
}
