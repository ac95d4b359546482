import type { Span } from '../../../protocol/search/ast.ts'
import { LapwingError } from '../../errors.ts'
import type { Condition, EventCondition, IssueCondition } from '../../storage/condition.ts'
import type { MetaStore } from '../../storage/meta/port.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'

/** A condition of a search over issues: on the issue's own state, or on its events. */
export type SearchLeaf =
  | { kind: 'issue'; condition: Condition<IssueCondition> }
  | { kind: 'event'; condition: Condition<EventCondition> }

export type SearchCondition = Condition<SearchLeaf>

/** What names in a search are looked up with. */
export interface SearchContext {
  organizationId: number
  /** Where is searched. */
  projects: Project[]
  /** Null = all. */
  environments: string[] | null
  /** Who is `me`; null for a token of an organisation. */
  userId: number | null
  /** Milliseconds since 1970. */
  now: number
  meta: Pick<
    MetaStore,
    | 'listMembers'
    | 'listTeams'
    | 'listTeamIdsOfUser'
    | 'findIssueByNumber'
    | 'listReleaseVersions'
    | 'listLatestReleases'
    | 'listVersionsOfStages'
  >
}

/** A search as it was written, to say where in it something is wrong. */
export interface Resolving {
  query: string
  /** Events have no state, assignee or figures: keys of issues are refused. */
  isEventSearch: boolean
  context: SearchContext
}

export const nothing: { kind: 'or'; of: never[] } = { kind: 'or', of: [] }

export function onIssue(condition: Condition<IssueCondition>): SearchCondition {
  return { kind: 'issue', condition }
}

export function onEvent(condition: Condition<EventCondition>): SearchCondition {
  return { kind: 'event', condition }
}

export function anyOf<Leaf>(of: Condition<Leaf>[]): Condition<Leaf> {
  const [first] = of
  return of.length === 1 && first !== undefined ? first : { kind: 'or', of }
}

export function allOf<Leaf>(of: Condition<Leaf>[]): Condition<Leaf> {
  const [first] = of
  return of.length === 1 && first !== undefined ? first : { kind: 'and', of }
}

export function negateIf<Leaf>(isNegated: boolean, condition: Condition<Leaf>): Condition<Leaf> {
  return isNegated ? { kind: 'not', of: condition } : condition
}

/** 400 that says where and why; characters are counted from 1. */
export function wrongSearch(query: string, where: Span, why: string): LapwingError {
  const term = query.slice(where.at, where.at + where.length)
  return new LapwingError('invalid_query', {
    detail: `Error parsing search query: ${why} ('${term}', character ${where.at + 1})`,
  })
}
