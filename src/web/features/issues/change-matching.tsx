import { useState } from 'react'
import type { IssueMatch } from '../../api/issues.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/notice.tsx'

/** Asks before what goes for more issues than are in sight: they cannot be put back one by one. */
export function ChangeMatching({
  count,
  match,
  done,
  onSure,
  onClose,
}: {
  /** How many, as words: `1,000+`. */
  count: string
  match: IssueMatch
  /** What they will be: `Resolved`. */
  done: string
  onSure: () => Promise<void>
  onClose: () => void
}) {
  const [problem, setProblem] = useState('')
  const [isBusy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    setProblem('')
    try {
      await onSure()
      onClose()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Nothing was changed.')
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={`Change all ${count} issues?`}>
      <div className="p-4">
        <p className="text-13 text-text-2">
          <b className="font-medium text-text-1">{done}</b>: every issue that matches{' '}
          {match.query === '' ? 'the scope' : <code className="wrap-any">{match.query}</code>}, also those further down
          than the list has come. There is no undo for so many.
        </p>
        {problem && <ErrorLine>{problem}</ErrorLine>}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={isBusy} onClick={() => void run()}>
            Change all {count}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
