import type { JsonObject } from '../../protocol/event.ts'
import { request, requestPage, type Page } from './request.ts'
import type { Answers } from './schema.ts'
import type { Replay } from './types.ts'

export interface ReplayListQuery {
  project?: readonly string[]
  environment?: readonly string[]
  statsPeriod?: string
  start?: string
  end?: string
  query?: string
  sort?: string
  cursor?: string | null
  per_page?: number
}

/** The rows stand below `data`, the cursors in the header as everywhere. */
export async function listReplays(org: string, query: ReplayListQuery, signal?: AbortSignal): Promise<Page<Replay>> {
  const page = await requestPage<never>(`/organizations/${org}/replays/`, { query: { ...query }, signal })
  const { data }: { data: Replay[] } = Object(page.items)
  return { ...page, items: data }
}

const pathOf = (org: string, project: string, replay: string) => `/projects/${org}/${project}/replays/${replay}/`

/** Whichever project of the organisation it is of. */
export async function readReplay(org: string, replay: string, signal?: AbortSignal): Promise<Replay> {
  const { data } = await request<{ data: Replay }>('GET', `/organizations/${org}/replays/${replay}/`, { signal })
  return data
}

/** The events of some segments, in their order: a list for each. */
export const listRecordings = (
  org: string,
  project: string,
  replay: string,
  query: { cursor: string | null; per_page: number },
  signal?: AbortSignal,
) =>
  requestPage<JsonObject[]>(`${pathOf(org, project, replay)}recording-segments/`, {
    query: { ...query, download: true },
    signal,
  })

/** Where the video of a segment of an app's replay is. */
export const videoAddress = (org: string, project: string, replay: string, segment: number) =>
  `/api/0${pathOf(org, project, replay)}videos/${segment}/`

export const markReplayViewed = (org: string, project: string, replay: string) =>
  request<void>('POST', `${pathOf(org, project, replay)}viewed-by/`)

/** An error that came up while it was recorded. */
export interface ReplayError {
  id: string
  title: string
  level: string
  /** ISO 8601. */
  timestamp: string
  issueId: string
  shortId: string
}

/** Those of these errors that are kept still, by time. */
export async function listReplayErrors(
  org: string,
  ids: readonly string[],
  window: { start: string; end: string; project: readonly string[] },
  signal?: AbortSignal,
): Promise<ReplayError[]> {
  const { data } = await request<Answers['GET /api/0/organizations/{organization_id_or_slug}/events/']>(
    'GET',
    `/organizations/${org}/events/`,
    {
      query: {
        ...window,
        query: `id:[${ids.join(', ')}]`,
        field: ['id', 'title', 'level', 'timestamp', 'issue.id', 'issue'],
        sort: 'timestamp',
        per_page: ids.length,
      },
      signal,
    },
  )
  return data.map((row) => {
    const text = (field: string) => {
      const value = row[field]
      return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    }
    return {
      id: text('id'),
      title: text('title'),
      level: text('level'),
      timestamp: text('timestamp'),
      issueId: text('issue.id'),
      shortId: text('issue'),
    }
  })
}
