import { LapwingError } from '../errors.ts'
import { type Cursor, type Page, pageOf } from '../http/paging.ts'
import { readTimeRange } from '../http/time-range.ts'
import type { EventStore } from '../storage/events/port.ts'
import {
  type Issue,
  type IssuePage,
  type IssueSort,
  issueSorts,
  type MetaStore,
  type Project,
} from '../storage/meta/port.ts'
import type { Storage } from '../storage/storage.ts'
import { readIssueQuery } from './query.ts'
import { readShortId } from './short-id.ts'

export interface IssueListQuery {
  query?: string
  sort?: string
  /** Null = all. */
  environments: string[] | null
  statsPeriod?: string
  start?: string
  end?: string
  shortIdLookup?: string
}

/** More issues than any page walk needs; the filter by environment is a list of ids in the plan. */
const maxIssuesOfEnvironment = 10_000

/** Finds one page of issues and how many match in all (counted up to 1,000). */
export async function findIssuePage(
  projects: Project[],
  query: IssueListQuery,
  paging: { cursor: Cursor | null; size: number },
  storage: Pick<Storage, 'meta' | 'events'>,
  now: number,
): Promise<{ page: Page<Issue>; hits: number }> {
  const conditions = readIssueQuery(query.query ?? 'is:unresolved')
  const sort = readSort(query.sort)
  const range = readTimeRange(query, now)
  const { cursor, size } = paging
  const projectIds = projects.map((project) => project.id)
  const { environments } = query
  const isEmpty = projectIds.length === 0 || conditions.statuses?.length === 0 || conditions.levels?.length === 0
  if (isEmpty) return { page: pageOf<Issue>([], false, cursor, positionIn(null)), hits: 0 }
  const ids = environments === null ? null : await issuesIn(projectIds, environments, range, storage.events)
  const found = await storage.meta.listIssues({
    projectIds,
    statuses: conditions.statuses,
    substatuses: null,
    levels: conditions.levels,
    text: conditions.text,
    from: range.from,
    to: range.to,
    ids,
    sort,
    limit: size,
    after: cursor && { value: cursor.value, id: Number(cursor.id) },
    backwards: cursor?.backwards ?? false,
  })
  return { page: pageOf(found.issues, found.hasMore, cursor, positionIn(found)), hits: found.hits }
}

function positionIn(found: IssuePage | null) {
  const values = new Map(found?.issues.map((issue, index) => [issue.id, found.values[index] ?? 0]))
  return (issue: Issue) => ({ value: values.get(issue.id) ?? 0, id: BigInt(issue.id) })
}

function issuesIn(
  projectIds: number[],
  environments: string[],
  range: { from: number | null; to: number | null },
  events: Pick<EventStore, 'issuesSeenIn'>,
): Promise<number[]> {
  return events.issuesSeenIn({
    projectIds,
    environments,
    start: range.from,
    end: range.to,
    limit: maxIssuesOfEnvironment,
  })
}

function readSort(sort: string | undefined): IssueSort {
  const known = issueSorts.find((one) => one === (sort ?? 'date'))
  if (known) return known
  throw new LapwingError('invalid_input', { detail: `Unknown sort: '${sort}'. It can be ${issueSorts.join(', ')}.` })
}

/** An event id or (when asked to) a short id in the search box leads straight to its issue; null when the query is neither. */
export async function findDirectHit(
  projects: Project[],
  query: Pick<IssueListQuery, 'query' | 'shortIdLookup'>,
  storage: Pick<Storage, 'meta' | 'events'>,
): Promise<{ issue: Issue; eventId: string | null } | null> {
  const text = query.query?.trim() ?? ''
  const projectIds = projects.map((project) => project.id)
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text)) {
    const eventId = text.replaceAll('-', '').toLowerCase()
    const row = await storage.events.findEvent(projectIds, eventId)
    const issue = row && (await storage.meta.findIssue(row.issueId))
    return issue && { issue, eventId }
  }
  if (query.shortIdLookup !== '1' && query.shortIdLookup !== 'true') return null
  const issue = await findByShortId(projects, text, storage.meta)
  return issue && { issue, eventId: null }
}

async function findByShortId(projects: Project[], text: string, meta: MetaStore): Promise<Issue | null> {
  const shortId = readShortId(text)
  const project = shortId && projects.find((one) => one.slug.toLowerCase() === shortId.slug)
  return shortId && project ? meta.findIssueByNumber(project.id, shortId.number) : null
}
