import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteIssues, deleteMatching, type IssueMatch } from '../../api/issues.ts'
import type { Issue } from '../../api/types.ts'
import { formatExact, plural } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { useToaster } from '../../ui/toast.tsx'

/** These issues, or all that match; `count` as words: `1,000+`. */
export type ToDelete = { issues: readonly Issue[] } | { match: IssueMatch; count: string }

/** Asks before what cannot be undone. */
export function DeleteIssues({
  org,
  what,
  onClose,
  onDone,
}: {
  org: string
  what: ToDelete
  onClose: () => void
  onDone: () => void
}) {
  const queryClient = useQueryClient()
  const { say } = useToaster()
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)
  const name = nameOf(what)

  const remove = async () => {
    setBusy(true)
    setProblem('')
    try {
      if ('match' in what) await deleteMatching(org, what.match)
      else
        await deleteIssues(
          org,
          what.issues.map((issue) => issue.id),
        )
      say(`Deleted ${name}`)
      onDone()
      onClose()
      await queryClient.resetQueries({ queryKey: ['issues', org] })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Nothing was deleted.')
      setBusy(false)
    }
  }

  return (
    <Dialog open onClose={onClose} title={`Delete ${name}?`}>
      <div className="p-4">
        <p className="text-13 text-text-2">
          {goesWith(what)}, for good. The next such error opens a new issue. To keep the events and hear no more of it,
          archive instead.
        </p>
        {problem && <ErrorLine>{problem}</ErrorLine>}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" disabled={isBusy} onClick={() => void remove()}>
            Delete for good
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function nameOf(what: ToDelete): string {
  if ('match' in what) return `all ${what.count} issues`
  const [first] = what.issues
  return what.issues.length === 1 && first ? first.shortId : plural(what.issues.length, 'issue')
}

function goesWith(what: ToDelete): string {
  if ('match' in what) return 'Their events go with them'
  const events = what.issues.reduce((sum, issue) => sum + Number(issue.count), 0)
  return `${formatExact(events)} ${events === 1 ? 'event goes' : 'events go'} with ${what.issues.length === 1 ? 'it' : 'them'}`
}
