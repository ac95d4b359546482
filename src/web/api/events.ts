import { request, requestPage } from './request.ts'
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
