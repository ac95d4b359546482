import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Skeleton } from './skeleton.tsx'

/** Height of a row of two lines, in pixels: lists place them by it. */
export const rowHeight = 52
const rowClass = 'h-[52px] border-b border-line'

/** A row of two lines in a list, marked when it is stood at. `grid` has its columns. */
export function ListRow({ grid, isCurrent, children }: { grid: string; isCurrent: boolean; children: ReactNode }) {
  return (
    <div
      aria-current={isCurrent || undefined}
      className={classNames(grid, rowClass, 'relative', isCurrent ? 'bg-surface-2' : 'hover:bg-surface-1')}
    >
      {isCurrent && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      {children}
    </div>
  )
}

/** In place of a row that is on its way: two lines in its first column, and of each other what `cells` says of its size. */
export function ListRowSkeleton({ grid, cells }: { grid: string; cells: readonly string[] }) {
  return (
    <div className={classNames(grid, rowClass)} aria-hidden>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-3 w-2/5" />
        <Skeleton className="h-2.5 w-3/5" />
      </div>
      {cells.map((className, index) => (
        <Skeleton key={index} className={className} />
      ))}
    </div>
  )
}
