import { request } from './request.ts'
import type { EventDetail, GroupingInfo, GroupingVariant } from './types.ts'

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

/** Why the event is in its issue; older servers answer with the variants alone, newer ones with `{variants}`. */
export async function readGroupingInfo(
  org: string,
  project: string,
  event: string,
  signal?: AbortSignal,
): Promise<GroupingInfo> {
  const answer = await request<Record<string, GroupingVariant> | { variants: GroupingInfo }>(
    'GET',
    `/projects/${org}/${project}/events/${event}/grouping-info/`,
    { signal },
  )
  return isWrapped(answer) ? answer.variants : answer
}

const isWrapped = (answer: object): answer is { variants: GroupingInfo } => 'variants' in answer

/** Where the stored event can be read as JSON. */
export const eventJsonUrl = (org: string, project: string, event: string) =>
  `/api/0/projects/${org}/${project}/events/${event}/json/`
