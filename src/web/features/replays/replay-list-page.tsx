import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { SortMenu } from '../../ui/sort-menu.tsx'
import { refusedQuery } from '../issues/refused-query.ts'
import { SearchBox } from '../issues/search-box.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { useRows } from '../shell/use-rows.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { type ReplayListSearch, replaySorts } from './list-search.ts'
import { NoReplays } from './no-replays.tsx'
import { replayListQuery, replayQuery } from './queries.ts'
import { ReplayList } from './replay-list.tsx'

const route = getRouteApi('/app/organizations/$org/replays')

/** The replays of the scope: search, sort, walk by keys. */
export function ReplayListPage() {
  const { org } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery(replayListQuery(org, search))
  const { items: replays, reading } = useRows(list)
  const [currentId, setCurrentId] = useState<string | null>(null)

  const go = (patch: Partial<ReplayListSearch>) => {
    setCurrentId(null)
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
  const at = replays.findIndex(({ id }) => id === currentId)
  const step = (by: number) => {
    // What was pressed last must not take the next Enter.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const next = replays[Math.max(0, Math.min(replays.length - 1, at + by))]
    if (!next) return
    setCurrentId(next.id)
    // So that Enter opens it at once.
    void queryClient.prefetchQuery(replayQuery(org, next.id))
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(at < 0 ? 1 : -1),
    Enter: () => {
      const replay = replays[at]
      if (replay && !replay.is_archived)
        void navigate({
          to: '/organizations/$org/replays/$project/$replay/',
          params: { org, project: replay.project_id, replay: replay.id },
          search: true,
        })
    },
    Escape: () => setCurrentId(null),
  })

  const problem = refusedQuery(list.error)
  return (
    <>
      <PageHeader title="Replays" />
      <div className="flex items-start gap-3 px-4 pt-3 pb-2 md:px-5">
        <SearchBox
          key={search.query ?? ''}
          org={org}
          about="replays"
          project={search.project}
          query={search.query ?? ''}
          problem={problem}
          onSearch={(text) => go({ query: text.trim() || undefined })}
        />
        <SortMenu
          sort={search.sort ?? '-started_at'}
          sorts={replaySorts}
          onChange={(next) => go({ sort: next === '-started_at' ? undefined : next })}
        />
      </div>
      {problem === null && (list.isError || (list.isSuccess && replays.length === 0)) ? (
        <NoReplays org={org} search={search} error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <ReplayList org={org} replays={replays} currentId={currentId} reading={reading} />
      )}
    </>
  )
}
