import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { Issue } from '../../api/types.ts'
import { formatExact } from '../../format/number.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { SortMenu } from '../../ui/sort-menu.tsx'
import { eventQuery } from '../events/queries.ts'
import { PageHeader } from '../shell/page-header.tsx'
import { useListWalk } from '../shell/use-list-walk.ts'
import { useRows } from '../shell/use-rows.ts'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { archive, resolve } from './actions.ts'
import { type Action, useIssueChanges } from './change-issues.ts'
import { ChangeMatching } from './change-matching.tsx'
import { DeleteIssues, type ToDelete } from './delete-issues.tsx'
import { countFresh } from './fresh.ts'
import { IssueList, rowId } from './issue-list.tsx'
import { NoIssues } from './no-issues.tsx'
import { refusedQuery } from './refused-query.ts'
import { SearchBox } from './search-box.tsx'
import {
  issueSorts,
  type IssueTab,
  issueTabs,
  type ListSearch,
  queryParameter,
  queryText,
  tabOf,
  withTab,
} from './list-search.ts'
import { freshIssuesQuery, issueListQuery, issueQuery, matchOf } from './queries.ts'
import { canChooseWhole, chooseWhole, emptySelection, extendTo, toggleAll, toggleOne } from './selection.ts'

const route = getRouteApi('/app/organizations/$org/issues')

/** The issues of the scope: search, sort, walk by keys, select, resolve. */
export function IssueListPage() {
  const { org } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery(issueListQuery(org, search))
  const { items: issues, reading } = useRows(list)
  const { data: fresh } = useQuery({
    ...freshIssuesQuery(org, search),
    enabled: issues.length > 0 && !list.isFetching,
  })
  const freshCount = fresh ? countFresh(issues, fresh.items) : 0
  const [selection, setSelection] = useState(emptySelection)
  const { currentId, leave } = useListWalk(issues, rowId, ({ id }) => {
    void queryClient.prefetchQuery(issueQuery(org, id, search.environment))
    void queryClient.prefetchQuery(eventQuery(org, id, 'recommended', search.environment))
  })
  const [toDelete, setToDelete] = useState<ToDelete | null>(null)
  /** What is to be done with all that match, once it was asked. */
  const [wholeAction, setWholeAction] = useState<Action | null>(null)
  const { apply: change, applyToMatching, merge, undo } = useIssueChanges(org)
  const match = matchOf(search)
  const { hits = null, hitsAtMost = null } = list.data?.pages[0] ?? {}
  const wholeCount = hits === null ? '' : `${formatExact(hits, 'en')}${hits === hitsAtMost ? '+' : ''}`

  const query = queryText(search)
  const go = (patch: Partial<ListSearch>) => {
    setSelection(emptySelection)
    leave()
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
  const order = useMemo(() => issues.map(rowId), [issues])
  const toggle = useCallback(
    (id: string, extend: boolean) =>
      setSelection((before) => (extend ? extendTo(before, id, order) : toggleOne(before, id))),
    [order],
  )
  const chosen = issues.filter((issue) => selection.chosen.has(issue.id))
  const apply = (targets: Issue[], action: Action) => {
    setSelection(emptySelection)
    if (targets.length > 0) void change(targets, action)
  }
  const actOnChosen = (action: Action) => (selection.isWhole ? setWholeAction(action) : apply(chosen, action))
  const actByKey = (action: Action) => (selection.isWhole ? setWholeAction(action) : apply(targets(), action))
  const targets = () => (chosen.length > 0 ? chosen : issues.filter((issue) => issue.id === currentId))

  useShortcuts({
    Enter: () =>
      currentId &&
      void navigate({ to: '/organizations/$org/issues/$issue/', params: { org, issue: currentId }, search: true }),
    x: () => currentId && toggle(currentId, false),
    'shift+x': () => currentId && toggle(currentId, true),
    e: () => actByKey(resolve),
    a: () => actByKey(archive),
    u: undo,
    Escape: () => setSelection(emptySelection),
  })

  const queryProblem = refusedQuery(list.error)
  const showFresh = () => {
    window.scrollTo({ top: 0 })
    void queryClient.resetQueries({ queryKey: issueListQuery(org, search).queryKey })
  }

  return (
    <>
      <PageHeader title="Issues" />
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 pt-3 pb-2 md:px-5">
        <Segmented<IssueTab | 'other'>
          label="Status"
          size="normal"
          value={tabOf(query) ?? 'other'}
          options={[...issueTabs]}
          onChange={(tab) => tab !== 'other' && go({ query: queryParameter(withTab(query, tab)) })}
        />
        <div className="order-last flex min-w-0 grow max-md:basis-full md:order-none">
          <SearchBox
            key={query}
            org={org}
            about="issues"
            project={search.project}
            query={query}
            problem={queryProblem}
            onSearch={(text) => go({ query: queryParameter(text) })}
          />
        </div>
        <SortMenu
          sort={search.sort ?? 'date'}
          sorts={issueSorts}
          className="max-md:ml-auto max-md:px-1"
          onChange={(sort) => go({ sort: sort === 'date' ? undefined : sort })}
        />
      </div>
      {queryProblem === null && (list.isError || (list.isSuccess && issues.length === 0)) ? (
        <NoIssues org={org} search={search} error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <IssueList
          org={org}
          issues={issues}
          currentId={currentId}
          chosen={selection.chosen}
          freshCount={freshCount}
          reading={reading}
          onShowFresh={showFresh}
          onToggle={toggle}
          onToggleAll={() => setSelection((before) => toggleAll(before, order))}
          onClear={() => setSelection(emptySelection)}
          isWhole={selection.isWhole}
          wholeCount={selection.isWhole || canChooseWhole(selection, order, hits) ? wholeCount : null}
          onChooseWhole={() => setSelection(chooseWhole(order))}
          onAction={actOnChosen}
          onMerge={() => {
            setSelection(emptySelection)
            void merge(chosen)
          }}
          onDelete={() => setToDelete(selection.isWhole ? { match, count: wholeCount } : { issues: chosen })}
        />
      )}
      {wholeAction && (
        <ChangeMatching
          count={wholeCount}
          match={match}
          done={wholeAction.done}
          onSure={async () => {
            await applyToMatching(match, wholeCount, wholeAction)
            setSelection(emptySelection)
          }}
          onClose={() => setWholeAction(null)}
        />
      )}
      {toDelete && (
        <DeleteIssues
          org={org}
          what={toDelete}
          onClose={() => setToDelete(null)}
          onDone={() => setSelection(emptySelection)}
        />
      )}
    </>
  )
}
