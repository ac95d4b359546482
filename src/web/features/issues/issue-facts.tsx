import type { ReactNode } from 'react'
import type { IssueDetail, ReleaseMention } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { Count } from '../../ui/count.tsx'
import { Time } from '../../ui/time.tsx'
import { ReleaseLink } from '../releases/release-name.tsx'
import { ActivitySection } from './activity-section.tsx'
import { MergedSection } from './merged-section.tsx'
import { ReportsSection } from './reports-section.tsx'
import { type Spread, TagSpreads } from './tag-spreads.tsx'

/** How the issue is spread over tags, and what was done about it. */
export function IssueFacts({ org, issue, spread }: { org: string; issue: IssueDetail; spread: Spread }) {
  return (
    <>
      <TagSpreads org={org} issue={issue.id} spread={spread} />
      <ReportsSection org={org} issue={issue} />
      <ActivitySection org={org} issue={issue} />
      <MergedSection org={org} issue={issue} />
    </>
  )
}

/** When, in which releases, how often, whom: beside the event on wide screens, above it on narrow ones. */
export function IssueFigures({ org, issue, className }: { org: string; issue: IssueDetail; className?: string }) {
  return (
    <div className={classNames('grid gap-4 pb-5', className)}>
      <Fact name="Last seen" note={<InRelease org={org} release={issue.lastRelease} />}>
        <Time iso={issue.lastSeen} words />
      </Fact>
      <Fact name="First seen" note={<InRelease org={org} release={issue.firstRelease} />}>
        <Time iso={issue.firstSeen} words />
      </Fact>
      <Fact name="Events">
        <Count value={Number(issue.count)} />
      </Fact>
      <Fact name="Users">
        <Count value={issue.userCount} />
      </Fact>
    </div>
  )
}

function Fact({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <div className="text-12 text-text-3">{name}</div>
      <div className="numeric text-14 font-medium">{children}</div>
      {note}
    </div>
  )
}

function InRelease({ org, release }: { org: string; release: ReleaseMention | null | undefined }) {
  if (!release) return null
  return (
    <div className="truncate text-12 text-text-2">
      <ReleaseLink org={org} version={release.version} />
    </div>
  )
}
