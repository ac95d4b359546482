import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { ApiError } from '../../api/request.ts'
import type { Issue, IssueStatus } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuChoices } from '../../ui/menu.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { eventQuery } from '../events/queries.ts'
import { PageHeader } from '../shell/page-header.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { useStatusChange } from './change-status.ts'
import { countFresh } from './fresh.ts'
import { IssueList } from './issue-list.tsx'
import { IssueSearch } from './issue-search.tsx'
import { NoIssues } from './no-issues.tsx'
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
import { freshIssuesQuery, issueListQuery, issueQuery } from './queries.ts'
import { emptySelection, extendTo, toggleAll, toggleOne } from './selection.ts'

const route = getRouteApi('/app/organizations/$org/issues')

/** The issues of the scope: search, sort, walk by keys, select, resolve. */
export function IssueListPage() {
  const { org } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const list = useInfiniteQuery(issueListQuery(org, search))
  const issues = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const { data: fresh } = useQuery({
    ...freshIssuesQuery(org, search),
    enabled: issues.length > 0 && !list.isFetching,
  })
  const freshCount = fresh ? countFresh(issues, fresh.items) : 0
  const [selection, setSelection] = useState(emptySelection)
  const [currentId, setCurrentId] = useState<string | null>(null)
  const { change, undo } = useStatusChange(org)

  const query = queryText(search)
  const sortLabel = issueSorts.find((sort) => sort.value === (search.sort ?? 'date'))?.label
  const go = (patch: Partial<ListSearch>) => {
    setSelection(emptySelection)
    setCurrentId(null)
    void navigate({ to: './', search: (before) => ({ ...before, ...patch }) })
  }
  const order = useMemo(() => issues.map((issue) => issue.id), [issues])
  const at = currentId === null ? -1 : order.indexOf(currentId)
  const step = (by: number) => {
    // What was pressed last must not take the next Enter.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const id = order[Math.max(0, Math.min(order.length - 1, at + by))]
    if (id === undefined) return
    setCurrentId(id)
    // So that Enter opens it at once.
    void queryClient.prefetchQuery(issueQuery(org, id, search.environment))
    void queryClient.prefetchQuery(eventQuery(org, id, 'recommended', search.environment))
  }
  const toggle = useCallback(
    (id: string, extend: boolean) =>
      setSelection((before) => (extend ? extendTo(before, id, order) : toggleOne(before, id))),
    [order],
  )
  const chosen = issues.filter((issue) => selection.chosen.has(issue.id))
  const apply = (targets: Issue[], status: IssueStatus) => {
    setSelection(emptySelection)
    if (targets.length > 0) void change(targets, status)
  }
  const targets = () => (chosen.length > 0 ? chosen : issues.filter((issue) => issue.id === currentId))

  useShortcuts({
    j: () => step(1),
    k: () => step(at < 0 ? 1 : -1),
    Enter: () =>
      currentId &&
      void navigate({ to: '/organizations/$org/issues/$issue/', params: { org, issue: currentId }, search: true }),
    x: () => currentId && toggle(currentId, false),
    'shift+x': () => currentId && toggle(currentId, true),
    e: () => apply(targets(), 'resolved'),
    a: () => apply(targets(), 'ignored'),
    u: undo,
    Escape: () => setSelection(emptySelection),
  })

  const queryProblem = list.error instanceof ApiError && list.error.status === 400 ? list.error.message : null
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
          <IssueSearch
            key={query}
            query={query}
            problem={queryProblem}
            onSearch={(text) => go({ query: queryParameter(text) })}
          />
        </div>
        <Menu
          align="end"
          trigger={
            <Button look="quiet" className="max-md:ml-auto max-md:px-1" aria-label={`Sorted by: ${sortLabel}`}>
              {sortLabel} <Icon of={ChevronDown} size={14} />
            </Button>
          }
        >
          <MenuChoices
            value={search.sort ?? 'date'}
            options={[...issueSorts]}
            onChange={(sort) => go({ sort: sort === 'date' ? undefined : sort })}
          />
        </Menu>
      </div>
      {queryProblem === null && (list.isError || (list.isSuccess && issues.length === 0)) ? (
        <NoIssues org={org} search={search} error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <IssueList
          org={org}
          issues={issues}
          isLoading={list.isPending}
          currentId={currentId}
          chosen={selection.chosen}
          freshCount={freshCount}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          onShowFresh={showFresh}
          onToggle={toggle}
          onToggleAll={() => setSelection((before) => toggleAll(before, order))}
          onClear={() => setSelection(emptySelection)}
          onStatus={(status) => apply(chosen, status)}
        />
      )}
    </>
  )
}
