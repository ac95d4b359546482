import { Archive, Check, RotateCcw } from 'lucide-react'
import type { IssueStatus } from '../../api/types.ts'
import { plural } from '../../format/number.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'

/** What can be done with the chosen issues; lies over the list's header while any is chosen. */
export function BulkBar({
  count,
  onChange,
  onClear,
}: {
  count: number
  onChange: (status: IssueStatus) => void
  onClear: () => void
}) {
  return (
    <div
      role="toolbar"
      aria-label="Selected issues"
      className="appear absolute inset-0 left-9 flex items-center gap-2 bg-surface-0 pr-4 max-sm:gap-1"
    >
      <span className="text-12 font-medium whitespace-nowrap max-sm:sr-only">{plural(count, 'issue')} selected</span>
      <Button size="small" onClick={() => onChange('resolved')}>
        <Icon of={Check} size={14} /> Resolve
      </Button>
      <Button size="small" onClick={() => onChange('ignored')}>
        <Icon of={Archive} size={14} /> Archive
      </Button>
      <Button size="small" onClick={() => onChange('unresolved')}>
        <Icon of={RotateCcw} size={14} /> Reopen
      </Button>
      <Button size="small" look="quiet" className="ml-auto" onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
