import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { type IssueChange, type IssueMatch, mergeIssues, updateIssues, updateMatching } from '../../api/issues.ts'
import type { Page } from '../../api/request.ts'
import type { Issue } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { useToaster } from '../../ui/toast.tsx'

/** What is sent, how the rows look until the server has answered, and the words for it: `Resolved`, `Assigned to Ann`. */
export interface Action {
  change: IssueChange
  shown: Partial<Issue>
  done: string
}

/** The server takes more at once; this keeps the address below what proxies allow. */
const idsAtOnce = 100

/** Changes go one after the other, on whatever page they were made: two on their way at once may arrive in any order. */
const inTurn = { mutationKey: ['change issues'], scope: { id: 'change issues' } }

/** Changes issues where they are shown, in lists and on their pages, without asking the server. */
export function showIssues(
  queryClient: QueryClient,
  org: string,
  shownOf: (issue: Issue) => Partial<Issue> | undefined,
): void {
  const change = <One extends Issue>(issue: One): One => ({ ...issue, ...shownOf(issue) })
  queryClient.setQueriesData<InfiniteData<Page<Issue>>>({ queryKey: ['issues', org, 'list'] }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) } : data,
  )
  queryClient.setQueriesData<Issue>(
    { queryKey: ['issue', org], predicate: ({ queryKey }) => queryKey[3] === 'detail' },
    (issue) => (issue ? change(issue) : issue),
  )
}

/**
 * Changes issues: shown at once, sent after, put back if the server refuses, and undone by the toast's button or by `undo()`. Rows that no
 * longer belong leave the list with the next fresh look; until then they say their state.
 */
export function useIssueChanges(org: string) {
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const lastUndo = useRef<(() => void) | null>(null)

  const show = useCallback(
    (shownOf: (issue: Issue) => Partial<Issue> | undefined) => showIssues(queryClient, org, shownOf),
    [queryClient, org],
  )

  const { mutateAsync: sendInTurn } = useMutation({
    ...inTurn,
    mutationFn: (sendIt: () => Promise<void>) => sendIt(),
    networkMode: 'always',
  })

  /** Reads again what is shown, unless a change is still on its way: what the server says then would take it back. */
  const refresh = useCallback(async (): Promise<void> => {
    if (queryClient.isMutating({ mutationKey: inTurn.mutationKey }) > 0) return
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['issue', org] }),
      queryClient.invalidateQueries({ queryKey: ['issues', org] }),
    ])
  }, [queryClient, org])

  const apply = useCallback(
    async (issues: readonly Issue[], { change, shown, done }: Action): Promise<void> => {
      const before = new Map(issues.map((issue) => [issue.id, pickShown(issue, shown)]))
      const back = () => show((issue) => before.get(issue.id))
      show((issue) => (before.has(issue.id) ? shown : undefined))
      try {
        await sendInTurn(() => send(org, [...before.keys()], change))
      } catch (error) {
        back()
        await refresh()
        return complain(error instanceof Error ? error.message : 'Nothing was changed.')
      }
      const undo = () => {
        lastUndo.current = null
        back()
        sendInTurn(() => sendBack(org, issues, change))
          .then(() => say('Put back as it was'))
          .catch((error: Error) => complain(error.message))
          .finally(() => void refresh())
      }
      // Nothing takes a review back, for one.
      const canUndo = issues.some((issue) => Object.keys(changeBack(issue, change)).length > 0)
      lastUndo.current = canUndo ? undo : null
      const [first] = issues
      say(
        `${done}: ${issues.length === 1 ? first?.shortId : plural(issues.length, 'issue')}`,
        canUndo ? undo : undefined,
      )
      await refresh()
    },
    [org, show, sendInTurn, refresh, say, complain],
  )

  /** Changes all that match, seen or not; throws what the server says. */
  const applyToMatching = useCallback(
    async (match: IssueMatch, count: string, { change, done }: Action): Promise<void> => {
      await sendInTurn(async () => {
        await updateMatching(org, match, change)
      })
      lastUndo.current = null
      say(`${done}: all ${count} issues`)
      await refresh()
    },
    [org, sendInTurn, refresh, say],
  )

  const merge = useCallback(
    async (issues: readonly Issue[]): Promise<void> => {
      try {
        const { merge: merged } = await mergeIssues(
          org,
          issues.map((issue) => issue.id),
        )
        const parent = issues.find((issue) => issue.id === merged.parent)
        say(`Merged ${plural(issues.length, 'issue')} into ${parent?.shortId ?? 'one'}`)
      } catch (error) {
        complain(error instanceof Error ? error.message : 'The issues could not be merged.')
      }
      await refresh()
    },
    [org, refresh, say, complain],
  )

  const undo = useCallback(() => lastUndo.current?.(), [])
  return { apply, applyToMatching, merge, undo }
}

function pickShown(issue: Issue, shown: Partial<Issue>): Partial<Issue> {
  const keys = new Set(Object.keys(shown))
  return Object.fromEntries(Object.entries(issue).filter(([key]) => keys.has(key)))
}

async function send(org: string, ids: readonly string[], change: IssueChange): Promise<void> {
  for (let first = 0; first < ids.length; first += idsAtOnce) {
    await updateIssues(org, ids.slice(first, first + idsAtOnce), change)
  }
}

/** Issues that were in the same state go back together. */
async function sendBack(org: string, issues: readonly Issue[], change: IssueChange): Promise<void> {
  const groups = Map.groupBy(issues, (issue) => JSON.stringify(changeBack(issue, change)))
  for (const [text, group] of groups) {
    const back: IssueChange = JSON.parse(text)
    await send(
      org,
      group.map((issue) => issue.id),
      back,
    )
  }
}

/** The change that makes the issue again what it was before `change`. */
export function changeBack(issue: Issue, change: IssueChange): IssueChange {
  const back: IssueChange = {}
  if (change.status !== undefined) {
    back.status = issue.status
    const { inNextRelease, inRelease } = issue.statusDetails
    if (inNextRelease === true) back.statusDetails = { inNextRelease: true }
    else if (typeof inRelease === 'string') back.statusDetails = { inRelease }
    // A snooze's own conditions count from when it began; what is put back is archived without them.
    else if (issue.substatus && issue.substatus !== 'archived_until_condition_met') back.substatus = issue.substatus
  }
  if (change.assignedTo !== undefined) {
    back.assignedTo = issue.assignedTo ? `${issue.assignedTo.type}:${issue.assignedTo.id}` : ''
  }
  if (change.priority !== undefined && issue.priority) back.priority = issue.priority
  if (change.isBookmarked !== undefined) back.isBookmarked = issue.isBookmarked
  if (change.isSubscribed !== undefined) back.isSubscribed = issue.isSubscribed
  return back
}
