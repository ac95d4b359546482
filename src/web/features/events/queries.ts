import { queryOptions } from '@tanstack/react-query'
import { readEvent, readGroupingInfo } from '../../api/events.ts'

/** @param event an event id, `latest`, `oldest` or `recommended` */
export const eventQuery = (org: string, issue: string, event: string, environment?: readonly string[]) =>
  queryOptions({
    queryKey: ['event', org, issue, event, environment ?? []],
    queryFn: ({ signal }) => readEvent(org, issue, event, environment, signal),
    staleTime: 15_000,
  })

export const groupingQuery = (org: string, project: string, event: string) =>
  queryOptions({
    queryKey: ['grouping', org, project, event],
    queryFn: ({ signal }) => readGroupingInfo(org, project, event, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
