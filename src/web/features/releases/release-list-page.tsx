import { useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { SortMenu } from '../../ui/sort-menu.tsx'
import { refusedQuery } from '../issues/refused-query.ts'
import { SearchBox } from '../issues/search-box.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { useListWalk } from '../shell/use-list-walk.ts'
import { useRows } from '../shell/use-rows.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { type ReleaseListSearch, releaseSorts } from './list-search.ts'
import { NoReleases } from './no-releases.tsx'
import { figuresQuery, releaseListQuery, releaseQuery } from './queries.ts'
import { ReleaseList, rowId } from './release-list.tsx'

const route = getRouteApi('/app/organizations/$org/releases')

/** The releases of the scope with how their sessions went: search, sort, walk by keys. */
export function ReleaseListPage() {
  const { org } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery(releaseListQuery(org, search))
  const pages = useMemo(
    () => list.data?.pages.map((page) => page.items.map(({ version }) => version)) ?? [],
    [list.data],
  )
  const { items: releases, reading } = useRows(list)
  const figuresOf = useFigures(org, search, pages)
  const { currentId, leave } = useListWalk(
    releases,
    rowId,
    ({ version }) => void queryClient.prefetchQuery(releaseQuery(org, version, search.environment)),
  )
  useShortcuts({
    Enter: () =>
      currentId !== null &&
      void navigate({
        to: '/organizations/$org/releases/$version/',
        params: { org, version: currentId },
        search: true,
      }),
    Escape: leave,
  })

  const go = (patch: Partial<ReleaseListSearch>) => {
    leave()
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
  const problem = refusedQuery(list.error)
  return (
    <>
      <PageHeader title="Releases" />
      <div className="flex items-start gap-3 px-4 pt-3 pb-2 md:px-5">
        <SearchBox
          key={search.query ?? ''}
          org={org}
          about="releases"
          project={search.project}
          query={search.query ?? ''}
          problem={problem}
          onSearch={(text) => go({ query: text.trim() || undefined })}
        />
        <SortMenu
          sort={search.sort ?? 'date'}
          sorts={releaseSorts}
          onChange={(next) => go({ sort: next === 'date' ? undefined : next })}
        />
      </div>
      {problem === null && (list.isError || (list.isSuccess && releases.length === 0)) ? (
        <NoReleases org={org} search={search} error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ReleaseList org={org} releases={releases} figuresOf={figuresOf} currentId={currentId} reading={reading} />
      )}
    </>
  )
}

/** How sessions of the pages' releases went: null without sessions, undefined while they are on their way. */
function useFigures(org: string, search: ReleaseListSearch, pages: string[][]) {
  const answers = useQueries({ queries: pages.map((versions) => figuresQuery(org, search, versions)) })
  return (version: string) => {
    const answer = answers[pages.findIndex((versions) => versions.includes(version))]
    return answer?.isPending ? undefined : (answer?.data?.get(version) ?? null)
  }
}
