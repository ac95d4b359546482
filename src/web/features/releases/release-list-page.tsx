import { useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { SortMenu } from '../../ui/sort-menu.tsx'
import { refusedQuery } from '../issues/refused-query.ts'
import { SearchBox } from '../issues/search-box.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { useRows } from '../shell/use-rows.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { type ReleaseListSearch, releaseSorts } from './list-search.ts'
import { NoReleases } from './no-releases.tsx'
import { figuresQuery, releaseListQuery, releaseQuery } from './queries.ts'
import { ReleaseList } from './release-list.tsx'

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
  const [currentVersion, setCurrentVersion] = useState<string | null>(null)

  const go = (patch: Partial<ReleaseListSearch>) => {
    setCurrentVersion(null)
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
  const at = releases.findIndex(({ version }) => version === currentVersion)
  const step = (by: number) => {
    // What was pressed last must not take the next Enter.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const next = releases[Math.max(0, Math.min(releases.length - 1, at + by))]
    if (!next) return
    setCurrentVersion(next.version)
    // So that Enter opens it at once.
    void queryClient.prefetchQuery(releaseQuery(org, next.version, search.environment))
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(at < 0 ? 1 : -1),
    Enter: () =>
      currentVersion !== null &&
      void navigate({
        to: '/organizations/$org/releases/$version/',
        params: { org, version: currentVersion },
        search: true,
      }),
    Escape: () => setCurrentVersion(null),
  })

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
        <ReleaseList
          org={org}
          releases={releases}
          figuresOf={figuresOf}
          currentVersion={currentVersion}
          reading={reading}
        />
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
