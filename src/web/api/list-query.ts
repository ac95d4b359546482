import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query'
import type { Page } from './request.ts'

export interface ListData {
  pages: readonly { items: readonly unknown[] }[]
}

/** True once a list was read and found empty. */
export const isEmpty = (data: ListData | undefined) => data?.pages.every(({ items }) => items.length === 0) ?? false

/**
 * A list, page after page by the cursors of the Link header. Rows must not jump under the reader: only while there are none is it read anew by itself,
 * every so many milliseconds.
 */
export const listQuery = <Item>(
  queryKey: QueryKey,
  read: (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>,
  emptyPollMilliseconds: number,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => (isEmpty(state.data) ? emptyPollMilliseconds : false),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
