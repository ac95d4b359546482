import { LapwingError } from '../errors.ts'
import { type Cursor, type Page, pageOf } from '../http/paging.ts'
import { readTimeRange } from '../http/time-range.ts'
import { type Issue, type IssuePage, type IssueSort, issueSorts } from '../storage/meta/ports/issues.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import { resolveIssueSearch } from './search/resolve.ts'
import { runIssueSearch } from './search/run.ts'
import { readShortId } from './short-id.ts'

/** Where issues are looked for, and who asks. */
export interface IssueScope {
  organizationId: number
  projects: Project[]
  /** Who is `me` in searches; null for tokens of an organisation. */
  userId: number | null
}

export interface IssueListQuery {
  /** `is:unresolved` unless given; the empty text is all issues. */
  query?: string
  sort?: string
  /** Null = all. */
  environments: string[] | null
  statsPeriod?: string
  start?: string
  end?: string
  shortIdLookup?: string
}

/** Finds one page of issues and how many match in all (counted up to 1,000). */
export async function findIssuePage(
  scope: IssueScope,
  query: IssueListQuery,
  paging: { cursor: Cursor | null; size: number },
  storage: Pick<Storage, 'meta' | 'events'>,
  now: number,
): Promise<{ page: Page<Issue>; hits: number }> {
  const { projects, organizationId, userId } = scope
  const { environments } = query
  const { cursor, size } = paging
  const sort = readSort(query.sort)
  const range = readTimeRange(query, now)
  const context = { organizationId, projects, environments, userId, now, meta: storage.meta }
  const condition = await resolveIssueSearch(query.query ?? 'is:unresolved', context)
  const found = await runIssueSearch(
    {
      projectIds: projects.map((project) => project.id),
      condition,
      environments,
      range,
      sort,
      now,
      limit: size,
      after: cursor && { value: cursor.value, id: Number(cursor.id) },
      backwards: cursor?.backwards ?? false,
    },
    storage,
  )
  return { page: pageOf(found.issues, found.hasMore, cursor, positionIn(found)), hits: found.hits }
}

function positionIn(found: IssuePage) {
  const values = new Map(found.issues.map((issue, index) => [issue.id, found.values[index] ?? 0]))
  return (issue: Issue) => ({ value: values.get(issue.id) ?? 0, id: BigInt(issue.id) })
}

/** Sorts that Sentry's own pages ask for and that come down to ours. */
const sortAliases: Readonly<Record<string, IssueSort>> = { inbox: 'trends', recommended: 'trends' }

function readSort(sort: string | undefined): IssueSort {
  const name = sort || 'date'
  const known = issueSorts.find((one) => one === name) ?? (Object.hasOwn(sortAliases, name) ? sortAliases[name] : null)
  if (known) return known
  const names = [...issueSorts, ...Object.keys(sortAliases)].join(', ')
  throw new LapwingError('invalid_input', { detail: `Unknown sort: '${name}'. It can be ${names}.` })
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
