import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import type { Release } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { classNames } from '../../ui/class-names.ts'
import { Count } from '../../ui/count.tsx'
import { ListRow, ListRowSkeleton } from '../../ui/list-row.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { Time } from '../../ui/time.tsx'
import { AdoptionCell, StageMark } from './adoption.tsx'
import { adoptionOf, type RowFigures } from './figures.ts'
import { RateCell, VerdictMark } from './rate.tsx'
import { formatRate } from './rate-words.ts'
import { ReleaseName } from './release-name.tsx'
import { searchOf } from './searches.ts'

/** Columns of the list: release, adoption, crash-free sessions and users, graph, sessions, users, new issues. Header, rows and skeletons share them. */
export const rowGrid =
  'grid grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,1fr)_8.5rem_8rem_4rem_4.5rem] lg:grid-cols-[minmax(0,1fr)_8.5rem_8rem_8rem_4rem_4.5rem] xl:grid-cols-[minmax(0,1fr)_8.5rem_8rem_8rem_7rem_4rem_4rem_4.5rem] items-center gap-x-5 px-4 md:px-5'

interface ReleaseRowProps {
  org: string
  release: Release
  /** Null = had no session; undefined while they are on their way. */
  figures: RowFigures | null | undefined
  isCurrent: boolean
}

/** A release in the list: two lines. */
export const ReleaseRow = memo(function ReleaseRow({ org, release, figures, isCurrent }: ReleaseRowProps) {
  const { version } = release
  const adoption = adoptionOf(release)
  return (
    <ListRow grid={rowGrid} isCurrent={isCurrent}>
      <div className="min-w-0">
        <div className="truncate">
          <Link
            to="/organizations/$org/releases/$version/"
            params={{ org, version }}
            search={true}
            className="font-medium text-text-1 hover:underline"
          >
            <ReleaseName version={version} />
          </Link>
        </div>
        <SecondLine release={release} adoption={adoption} />
      </div>
      <div className="text-12 max-md:hidden">
        <AdoptionCell adoption={adoption} />
      </div>
      <Cell figures={figures} className="text-12 max-md:hidden">
        {(of) => <RateCell rate={of.crashFreeSessions} />}
      </Cell>
      <Cell figures={figures} className="text-12 max-lg:hidden">
        {(of) => <RateCell rate={of.crashFreeUsers} />}
      </Cell>
      <Cell figures={figures} className="max-xl:hidden">
        {(of) => <Sparkline counts={of.counts} label={`${plural(of.sessions, 'session')} in the period`} />}
      </Cell>
      <Cell figures={figures} className="numeric text-right max-md:hidden">
        {(of) => <Count value={of.sessions} />}
      </Cell>
      <Cell figures={figures} className="numeric text-right max-xl:hidden">
        {(of) => <Count value={of.users} />}
      </Cell>
      <div className="numeric text-right max-md:hidden">
        <NewIssues org={org} release={release} />
      </div>
      <Cell figures={figures} className="numeric text-right text-12 md:hidden">
        {(of) => (
          <>
            {of.crashFreeSessions !== null && <VerdictMark rate={of.crashFreeSessions} />}{' '}
            {formatRate(of.crashFreeSessions)}
            <br />
            <span className="text-text-3">
              <Count value={of.sessions} /> sessions
            </span>
          </>
        )}
      </Cell>
    </ListRow>
  )
})

function Cell({
  figures,
  className,
  children,
}: {
  figures: RowFigures | null | undefined
  className: string
  children: (figures: RowFigures) => ReactNode
}) {
  return (
    <div className={className}>
      {figures === undefined ? (
        <Skeleton className="ml-auto h-3 w-full max-md:w-12" />
      ) : figures === null ? (
        <span className="block text-right text-text-3">–</span>
      ) : (
        children(figures)
      )}
    </div>
  )
}

function SecondLine({ release, adoption }: { release: Release; adoption: ReturnType<typeof adoptionOf> }) {
  const { projects, commitCount, deployCount, dateReleased, dateCreated } = release
  return (
    <div className="flex min-w-0 gap-1.5 text-12 leading-4 text-text-3">
      <span className="shrink-0">
        <Time iso={dateReleased ?? dateCreated} words />
      </span>
      <Dotted className="truncate text-text-2">{projects.map(({ slug }) => slug).join(', ')}</Dotted>
      {commitCount > 0 && <Dotted className="shrink-0 max-lg:hidden">{plural(commitCount, 'commit')}</Dotted>}
      {deployCount > 0 && <Dotted className="shrink-0 max-lg:hidden">{plural(deployCount, 'deploy')}</Dotted>}
      {adoption.stage && (
        <Dotted className="flex shrink-0 md:hidden">
          <StageMark stage={adoption.stage} />
        </Dotted>
      )}
    </div>
  )
}

function Dotted({ className = 'shrink-0', children }: { className?: string; children: ReactNode }) {
  return (
    <span className={classNames("before:mr-1.5 before:text-text-3 before:content-['·']", className)}>{children}</span>
  )
}

/** How many issues began in it, leading to them. */
function NewIssues({ org, release }: { org: string; release: Release }) {
  if (release.newGroups === 0) return <span className="text-text-3">0</span>
  return (
    <Link
      to="/organizations/$org/issues/"
      params={{ org }}
      search={{ query: searchOf.newIssues(release.version) }}
      aria-label={plural(release.newGroups, 'new issue')}
      className="text-accent hover:underline"
    >
      <Count value={release.newGroups} />
    </Link>
  )
}

export function ReleaseRowSkeleton() {
  return <ListRowSkeleton grid={rowGrid} cells={cells} />
}

const cells = [
  'h-5 max-md:hidden',
  'h-5 max-md:hidden',
  'h-5 max-lg:hidden',
  'h-5 max-xl:hidden',
  'h-3 max-md:hidden',
  'h-3 max-xl:hidden',
  'h-3 max-md:w-12',
]
