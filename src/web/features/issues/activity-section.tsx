import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { addNote, deleteNote } from '../../api/issues.ts'
import { currentUserQuery } from '../../api/queries.ts'
import type { Activity, IssueDetail } from '../../api/types.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ErrorLine } from '../../ui/notice.tsx'
import { Time } from '../../ui/time.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { activityWords, noteText } from './activity.ts'

/** Where the comment is typed, for the shortcut that goes there. */
export const commentId = 'comment'

/** What was done about the issue and said about it, newest first. */
export function ActivitySection({ org, issue }: { org: string; issue: IssueDetail }) {
  const queryClient = useQueryClient()
  const { complain } = useToaster()
  const { data: me } = useSuspenseQuery(currentUserQuery)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['issue', org, issue.id] })
  const remove = (note: Activity) => {
    deleteNote(org, issue.id, note.id)
      .catch((error: Error) => complain(error.message))
      .finally(() => void refresh())
  }
  return (
    <section aria-label="Activity" className="border-t border-line py-4">
      <h2 className="pb-2 text-13 font-semibold">Activity</h2>
      <NoteForm org={org} issue={issue.id} onDone={refresh} />
      <ol className="text-12">
        {issue.activity.map((activity) => (
          <li key={activity.id} className="py-1">
            <div className="flex items-start justify-between gap-3">
              <span className="wrap-any">{activityWords(activity)}</span>
              <span className="flex shrink-0 items-center gap-1 text-text-3">
                <Time iso={activity.dateCreated} words />
                {activity.type === 'note' && activity.user?.id === me.id && (
                  <IconButton label="Delete the comment" className="!size-5" onClick={() => remove(activity)}>
                    <Icon of={Trash2} size={12} />
                  </IconButton>
                )}
              </span>
            </div>
            {activity.type === 'note' && (
              <p className="mt-0.5 text-13 whitespace-pre-wrap wrap-any">{noteText(activity)}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function NoteForm({ org, issue, onDone }: { org: string; issue: string; onDone: () => Promise<unknown> }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  const send = async () => {
    setProblem('')
    try {
      await addNote(org, issue, text.trim())
      setText('')
      await onDone()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The comment was not saved.')
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send()
  }
  const steer = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') event.currentTarget.blur()
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && text.trim() !== '') void send()
  }
  return (
    <form onSubmit={submit} className="pb-3">
      <textarea
        id={commentId}
        aria-label="Comment"
        placeholder="Say something about it"
        rows={text === '' ? 1 : 3}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={steer}
        className={`${inputClass} !h-auto resize-y py-1.5`}
      />
      {text.trim() !== '' && (
        <Button type="submit" size="small" className="mt-1.5">
          Comment
        </Button>
      )}
      {problem && <ErrorLine>{problem}</ErrorLine>}
    </form>
  )
}
