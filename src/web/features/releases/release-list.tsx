import { useEffect } from 'react'
import type { Release } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { useVisibleRows } from '../../ui/use-visible-rows.ts'
import type { RowFigures } from './figures.ts'
import { ReleaseRow, ReleaseRowSkeleton, rowGrid, rowHeight } from './release-row.tsx'

/** What covers the viewport's edges: the page's header with the list's, and on phones the bottom bar. */
const covered = { top: 96, bottom: 72 }

interface ReleaseListProps {
  org: string
  releases: Release[]
  /** Null = had no session; undefined while they are on their way. */
  figuresOf: (version: string) => RowFigures | null | undefined
  isLoading: boolean
  currentVersion: string | null
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}

/** The rows, of which only those in sight exist, under a header that stays. */
export function ReleaseList(props: ReleaseListProps) {
  const { org, releases, figuresOf, currentVersion, hasMore, isLoadingMore, onMore } = props
  const current = releases.findIndex(({ version }) => version === currentVersion)
  const { holder, first, end } = useVisibleRows(releases.length, rowHeight, current, covered)

  useEffect(() => {
    if (hasMore && !isLoadingMore && end >= releases.length - 10) onMore()
  }, [end, hasMore, isLoadingMore, releases.length, onMore])

  return (
    <div aria-busy={props.isLoading}>
      <div className="sticky top-12 z-10 border-b border-line bg-surface-0">
        <div className={classNames(rowGrid, 'h-9 text-12 whitespace-nowrap text-text-3')}>
          <span>Release</span>
          <span className="max-md:hidden" title="Share of the sessions of the last 24 hours">
            Adoption, 24 h
          </span>
          <span className="max-md:hidden">Crash-free sessions</span>
          <span className="max-lg:hidden">Crash-free users</span>
          <span className="max-xl:hidden">Sessions over time</span>
          <span className="text-right max-md:hidden">Sessions</span>
          <span className="text-right max-xl:hidden">Users</span>
          <span className="text-right">
            <span className="md:hidden">Crash-free</span>
            <span className="max-md:hidden">New issues</span>
          </span>
        </div>
      </div>
      {props.isLoading && Array.from({ length: 10 }, (_, row) => <ReleaseRowSkeleton key={row} />)}
      <div
        ref={holder}
        className="relative"
        style={{ height: releases.length * rowHeight }}
        role="list"
        aria-label="Releases"
      >
        {releases.slice(first, end).map((release, index) => (
          <div
            key={release.version}
            role="listitem"
            aria-setsize={hasMore ? -1 : releases.length}
            aria-posinset={first + index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${(first + index) * rowHeight}px)` }}
          >
            <ReleaseRow
              org={org}
              release={release}
              figures={figuresOf(release.version)}
              isCurrent={release.version === currentVersion}
            />
          </div>
        ))}
      </div>
      {isLoadingMore && <ReleaseRowSkeleton />}
    </div>
  )
}
