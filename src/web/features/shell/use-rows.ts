import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page } from '../../api/request.ts'
import type { ListReading } from '../../ui/row-list.tsx'

/** What was read of a list so far, page after page, and how to read on. */
export function useRows<Item>(list: UseInfiniteQueryResult<InfiniteData<Page<Item>>>): {
  items: Item[]
  reading: ListReading
} {
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const reading = {
    isLoading: list.isPending,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    onMore: () => void list.fetchNextPage(),
  }
  return { items, reading }
}
