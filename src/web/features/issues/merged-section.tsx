import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type IssueHash, unmergeHashes } from '../../api/issues.ts'
import type { IssueDetail } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { ErrorLine } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SureButton } from '../../ui/sure-button.tsx'
import { Time } from '../../ui/time.tsx'
import { useToaster } from '../../ui/toast.tsx'
import { issueHashesQuery } from './queries.ts'

/** The ways of grouping whose events are in the issue; those that do not belong can be taken out. Asked for when it is opened. */
export function MergedSection({ org, issue }: { org: string; issue: IssueDetail }) {
  const [open, setOpen] = useState(false)
  return (
    <section aria-label="Merged" className="border-t border-line py-4">
      <h2 className="text-13 font-semibold">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex w-full items-center justify-between text-left"
        >
          Merged{' '}
          <span aria-hidden className="text-text-3">
            {open ? '▾' : '▸'}
          </span>
        </button>
      </h2>
      {open && <Hashes org={org} issue={issue.id} />}
    </section>
  )
}

function Hashes({ org, issue }: { org: string; issue: string }) {
  const queryClient = useQueryClient()
  const { say, complain } = useToaster()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { data: hashes, error } = useQuery(issueHashesQuery(org, issue))
  if (error) return <ErrorLine>{error.message}</ErrorLine>
  if (!hashes) return <Skeleton className="mt-2 h-16" />
  const part = () => {
    unmergeHashes(org, issue, [...chosen])
      .then(() => say(`Took ${plural(chosen.size, 'group')} out; they become an issue of their own`))
      .catch((failure: Error) => complain(failure.message))
      .finally(() => {
        setChosen(new Set())
        void queryClient.invalidateQueries({ queryKey: ['issue', org] })
        void queryClient.invalidateQueries({ queryKey: ['issues', org] })
      })
  }
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  if (hashes.length < 2)
    return <p className="pt-2 text-12 text-text-3">All events have one and the same grouping hash.</p>
  return (
    <>
      <p className="pt-2 pb-1 text-12 text-text-3">Chosen ones can be taken out, into an issue of their own.</p>
      <ul>
        {hashes.map((hash) => (
          <HashRow
            key={hash.id}
            org={org}
            issue={issue}
            hash={hash}
            isChosen={chosen.has(hash.id)}
            onToggle={() => toggle(hash.id)}
          />
        ))}
      </ul>
      <SureButton
        size="small"
        ask="Take them out?"
        className="mt-2"
        disabled={chosen.size === 0 || chosen.size === hashes.length}
        title={chosen.size === hashes.length ? 'One has to stay' : undefined}
        onSure={part}
      >
        Unmerge {chosen.size > 0 && chosen.size}
      </SureButton>
    </>
  )
}

function HashRow({
  org,
  issue,
  hash: { id, latestEvent },
  isChosen,
  onToggle,
}: {
  org: string
  issue: string
  hash: IssueHash
  isChosen: boolean
  onToggle: () => void
}) {
  return (
    <li className="flex items-start gap-2 border-b border-line py-1.5 text-12">
      <input
        type="checkbox"
        aria-label={`Choose ${id.slice(0, 8)}`}
        className="mt-0.5 size-4 accent-(--accent)"
        checked={isChosen}
        onChange={onToggle}
      />
      <div className="min-w-0 grow">
        {latestEvent ? (
          <Link
            to="/organizations/$org/issues/$issue/events/$event/"
            params={{ org, issue, event: latestEvent.eventID }}
            search={true}
            className="line-clamp-2 wrap-any hover:underline"
          >
            {latestEvent.title}
          </Link>
        ) : (
          <span className="text-text-3">No event is left</span>
        )}
        <div className="flex justify-between gap-2 text-text-3">
          <code title={id}>{id.slice(0, 8)}</code>
          {latestEvent && <Time iso={latestEvent.dateCreated} words />}
        </div>
      </div>
    </li>
  )
}
