import type { Release } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { rowHeight } from '../../ui/list-row.tsx'
import { type ListReading, RowList } from '../../ui/row-list.tsx'
import type { RowFigures } from './figures.ts'
import { ReleaseRow, ReleaseRowSkeleton, rowGrid } from './release-row.tsx'

interface ReleaseListProps {
  org: string
  releases: Release[]
  /** Null = had no session; undefined while they are on their way. */
  figuresOf: (version: string) => RowFigures | null | undefined
  currentId: string | null
  reading: ListReading
}

export const rowId = ({ version }: Release): string => version

/** The releases, under the names of what is told of each. */
export function ReleaseList({ org, releases, figuresOf, currentId, reading }: ReleaseListProps) {
  return (
    <RowList
      label="Releases"
      items={releases}
      idOf={rowId}
      currentId={currentId}
      reading={reading}
      rowHeight={rowHeight}
      head={head}
      skeleton={<ReleaseRowSkeleton />}
    >
      {(release, isCurrent) => (
        <ReleaseRow org={org} release={release} figures={figuresOf(release.version)} isCurrent={isCurrent} />
      )}
    </RowList>
  )
}

const head = (
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
)
