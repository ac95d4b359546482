import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { SortMenu } from '../../ui/sort-menu.tsx'
import { refusedQuery } from '../issues/refused-query.ts'
import { SearchBox } from '../issues/search-box.tsx'
import { PageHeader } from '../shell/page-header.tsx'
import { useListWalk } from '../shell/use-list-walk.ts'
import { useRows } from '../shell/use-rows.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { type ReplayListSearch, replaySorts } from './list-search.ts'
import { NoReplays } from './no-replays.tsx'
import { replayListQuery, replayQuery } from './queries.ts'
import { ReplayList, rowId } from './replay-list.tsx'

const route = getRouteApi('/app/organizations/$org/replays')

/** The replays of the scope: search, sort, walk by keys. */
export function ReplayListPage() {
  const { org } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery(replayListQuery(org, search))
  const { items: replays, reading } = useRows(list)
  const { currentId, current, leave } = useListWalk(
    replays,
    rowId,
    ({ id }) => void queryClient.prefetchQuery(replayQuery(org, id)),
  )
  useShortcuts({
    Enter: () => {
      if (current && !current.is_archived)
        void navigate({
          to: '/organizations/$org/replays/$project/$replay/',
          params: { org, project: current.project_id, replay: current.id },
          search: true,
        })
    },
    Escape: leave,
  })

  const go = (patch: Partial<ReplayListSearch>) => {
    leave()
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
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
