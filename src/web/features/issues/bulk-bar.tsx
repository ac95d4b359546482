import { ChevronDown, RotateCcw } from 'lucide-react'
import { plural } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { ArchiveMenu, AssignMenu, PriorityMenu, ResolveMenu } from './action-menus.tsx'
import { bookmark, markReviewed, reopen } from './actions.ts'
import type { Action } from './change-issues.ts'

export interface BulkActions {
  /** Every issue that matches is meant. */
  isWhole: boolean
  /** How many match, as words, where all of them can be chosen; else null. */
  wholeCount: string | null
  onChooseWhole: () => void
  onAction: (action: Action) => void
  onMerge: () => void
  onDelete: () => void
  onClear: () => void
}

/** What can be done with the chosen issues; lies over the list's header while any is chosen. */
export function BulkBar({
  org,
  count,
  isWhole,
  wholeCount,
  onChooseWhole,
  onAction,
  onMerge,
  onDelete,
  onClear,
}: BulkActions & { org: string; count: number }) {
  return (
    <div
      role="toolbar"
      aria-label="Selected issues"
      className="appear absolute inset-0 left-9 flex items-center gap-2 overflow-x-auto bg-surface-0 pr-4 max-sm:gap-1"
    >
      <span className="text-12 font-medium whitespace-nowrap text-text-1 max-sm:sr-only">
        {isWhole ? `All ${wholeCount ?? ''} issues` : plural(count, 'issue')} selected
      </span>
      {!isWhole && wholeCount !== null && (
        <Button size="small" look="quiet" className="!text-accent" onClick={onChooseWhole}>
          Select all {wholeCount}
        </Button>
      )}
      <ResolveMenu size="small" onAction={onAction} />
      <ArchiveMenu size="small" onAction={onAction} />
      <Button size="small" onClick={() => onAction(reopen)}>
        <Icon of={RotateCcw} size={14} /> Reopen
      </Button>
      <AssignMenu size="small" org={org} onAction={onAction} />
      <PriorityMenu size="small" onAction={onAction} />
      <Menu
        align="end"
        trigger={
          <Button size="small" look="quiet">
            More <Icon of={ChevronDown} size={14} />
          </Button>
        }
      >
        <MenuItem onSelect={() => onAction(bookmark(true))}>Bookmark</MenuItem>
        <MenuItem onSelect={() => onAction(markReviewed)}>Mark as reviewed</MenuItem>
        {count > 1 && !isWhole && <MenuItem onSelect={onMerge}>Merge into one issue</MenuItem>}
        <MenuItem onSelect={onDelete}>Delete…</MenuItem>
      </Menu>
      <Button size="small" look="quiet" className="ml-auto" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
