import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { listQuery } from '../../api/list-query.ts'
import { listRecordings, listReplayErrors, listReplays, readReplay } from '../../api/replays.ts'
import type { Replay } from '../../api/types.ts'
import { scopeQuery } from '../shell/scope.ts'
import type { ReplayListSearch } from './list-search.ts'

const pageLength = 50
/** How often to look whether the first replay has come. */
const emptyPollMilliseconds = 5_000
/** A few segments at a time: the first picture comes soon, and none of them is long to read. */
const segmentsPerPage = 10
/** As many as a line of marks can show. */
const maxErrors = 100
/** Clocks of browsers and servers differ. */
const slackMilliseconds = 60 * 60_000

export function replayListQuery(org: string, search: ReplayListSearch) {
  const { project, environment, statsPeriod, start, end } = scopeQuery(search)
  const { query, sort = '-started_at' } = search
  const parameters = { project, environment, statsPeriod, start, end, query, sort }
  return listQuery(
    ['replays', org, 'list', parameters],
    (cursor, signal) => listReplays(org, { ...parameters, cursor, per_page: pageLength }, signal),
    emptyPollMilliseconds,
  )
}

export const replayQuery = (org: string, replay: string) =>
  queryOptions({
    queryKey: ['replay', org, replay],
    queryFn: ({ signal }) => readReplay(org, replay, signal),
  })

/** Page after page of the recorded events. They do not change, are many, and are let go of soon after the page is left. */
export const recordingQuery = (org: string, project: string, replay: string) =>
  infiniteQueryOptions({
    queryKey: ['replay', org, project, replay, 'recording'],
    queryFn: async ({ pageParam, signal }) => {
      const page = await listRecordings(org, project, replay, { cursor: pageParam, per_page: segmentsPerPage }, signal)
      return { events: page.items.flat(), next: page.next }
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  })

export function replayErrorsQuery(org: string, replay: Replay | undefined) {
  const ids = (replay?.error_ids ?? []).slice(0, maxErrors)
  return queryOptions({
    queryKey: ['replay', org, replay?.project_id, replay?.id, 'errors', ids],
    queryFn: ({ signal }) => {
      const around = (iso: string | null | undefined, by: number) => new Date(Date.parse(iso ?? '') + by).toISOString()
      return listReplayErrors(
        org,
        ids,
        {
          start: around(replay?.started_at, -slackMilliseconds),
          end: around(replay?.finished_at, slackMilliseconds),
          // Errors of the server that it talked to may be of another project.
          project: ['-1'],
        },
        signal,
      )
    },
    enabled: ids.length > 0 && Boolean(replay?.started_at && replay.finished_at),
  })
}
