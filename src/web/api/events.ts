import { request, requestPage } from './request.ts'
import type { Answers } from './schema.ts'
import type { EventDetail, EventSummary, GroupingInfo } from './types.ts'

export interface EventListQuery {
  query?: string
  environment?: readonly string[]
  statsPeriod?: string
  start?: string
  end?: string
  cursor?: string | null
}

/** Events of an issue, newest first. */
export const listEvents = (org: string, issue: string, query: EventListQuery, signal?: AbortSignal) =>
  requestPage<EventSummary>(`/organizations/${org}/issues/${issue}/events/`, {
    query: { ...query, per_page: 50 },
    signal,
  })

/** How many of the events that match each issue has, and of how many users; by the issue's id. */
export async function countEvents(
  org: string,
  issues: readonly string[],
  { query, ...scope }: Omit<EventListQuery, 'cursor'> & { project?: readonly string[] },
  signal?: AbortSignal,
): Promise<Map<string, { events: number; users: number }>> {
  if (issues.length === 0) return new Map()
  const { data } = await request<Answers['GET /api/0/organizations/{organization_id_or_slug}/events/']>(
    'GET',
    `/organizations/${org}/events/`,
    {
      query: {
        ...scope,
        query: [query, `issue.id:[${issues.join(', ')}]`].filter(Boolean).join(' '),
        field: ['issue.id', 'count()', 'count_unique(user)'],
        per_page: issues.length,
      },
      signal,
    },
  )
  return new Map(
    data.map((row) => {
      const number = (field: string) => Number(row[field] ?? 0)
      return [`${number('issue.id')}`, { events: number('count()'), users: number('count_unique(user)') }]
    }),
  )
}

/** @param event an event id, `latest`, `oldest` or `recommended` */
export const readEvent = (
  org: string,
  issue: string,
  event: string,
  environment?: readonly string[],
  signal?: AbortSignal,
) =>
  request<EventDetail>('GET', `/organizations/${org}/issues/${issue}/events/${event}/`, {
    query: { environment },
    signal,
  })

/** Why the event is in its issue, variant by variant. */
export const readGroupingInfo = (org: string, project: string, event: string, signal?: AbortSignal) =>
  request<GroupingInfo>('GET', `/projects/${org}/${project}/events/${event}/grouping-info/`, { signal })

/** Where the stored event can be read as JSON. */
export const eventJsonUrl = (org: string, project: string, event: string) =>
  `/api/0/projects/${org}/${project}/events/${event}/json/`
