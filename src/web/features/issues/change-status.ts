import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { updateIssue } from '../../api/issues.ts'
import type { Page } from '../../api/request.ts'
import type { Issue, IssueStatus } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { useToaster } from '../../ui/toast.tsx'

const doneWords: Record<IssueStatus, string> = { resolved: 'Resolved', ignored: 'Archived', unresolved: 'Reopened' }

/** How many PUTs run at once; the server takes more, a browser opens six connections to it. */
const atOnce = 5

/**
 * Sets the status of issues: shown at once, sent after, put back if the server refuses, and undone by the toast's button
 * or by `undo()`. Rows that no longer belong leave the list with the next fresh look; until then they say their state.
 */
export function useStatusChange(org: string) {
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const lastUndo = useRef<(() => void) | null>(null)

  const show = useCallback(
    (ids: ReadonlySet<string>, statusOf: (issue: Issue) => Pick<Issue, 'status' | 'substatus'>) => {
      const change = <One extends Issue>(issue: One): One =>
        ids.has(issue.id) ? { ...issue, ...statusOf(issue) } : issue
      queryClient.setQueriesData<InfiniteData<Page<Issue>>>({ queryKey: ['issues', org, 'list'] }, (data) =>
        data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) } : data,
      )
      queryClient.setQueriesData<Issue>({ queryKey: ['issue', org] }, (issue) => (issue ? change(issue) : issue))
    },
    [queryClient, org],
  )

  const refresh = useCallback(
    () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['issue', org] }),
        queryClient.invalidateQueries({ queryKey: ['issues', org] }),
      ]),
    [queryClient, org],
  )

  const change = useCallback(
    async (issues: readonly Issue[], status: IssueStatus): Promise<void> => {
      const before = new Map(issues.map((issue) => [issue.id, { status: issue.status, substatus: issue.substatus }]))
      const ids = new Set(before.keys())
      const back = () => show(ids, (issue) => before.get(issue.id) ?? issue)
      show(ids, () => ({ status, substatus: status === 'ignored' ? 'archived_until_escalating' : null }))
      try {
        await sendAll(issues, (issue) => updateIssue(org, issue.id, { status }))
      } catch (error) {
        back()
        await refresh()
        return complain(error instanceof Error ? error.message : 'The status could not be changed.')
      }
      const undo = () => {
        lastUndo.current = null
        back()
        sendAll(issues, (issue) => updateIssue(org, issue.id, { status: issue.status, substatus: issue.substatus }))
          .then(() => say('Put back as it was'))
          .catch((error: Error) => complain(error.message))
          .finally(() => void refresh())
      }
      lastUndo.current = undo
      say(
        issues.length === 1
          ? `${doneWords[status]} ${issues[0]?.shortId}`
          : `${doneWords[status]} ${plural(issues.length, 'issue')}`,
        undo,
      )
      await refresh()
    },
    [org, show, refresh, say, complain],
  )

  const undo = useCallback(() => lastUndo.current?.(), [])
  return { change, undo }
}

async function sendAll(issues: readonly Issue[], send: (issue: Issue) => Promise<unknown>): Promise<void> {
  const waiting = [...issues]
  const work = async () => {
    for (let issue = waiting.shift(); issue; issue = waiting.shift()) await send(issue)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, issues.length) }, work))
}
