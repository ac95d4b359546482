import { ChevronDown } from 'lucide-react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Menu, MenuChoices } from './menu.tsx'

/** By what a list is sorted, and the other ways. */
export function SortMenu<Sort extends string>({
  sort,
  sorts,
  size,
  className,
  onChange,
}: {
  sort: Sort
  sorts: readonly { value: Sort; label: string }[]
  size?: 'small' | 'normal'
  className?: string
  onChange: (sort: Sort) => void
}) {
  const label = sorts.find(({ value }) => value === sort)?.label
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" size={size} className={className} aria-label={`Sorted by: ${label}`}>
          {label} <Icon of={ChevronDown} size={14} />
        </Button>
      }
    >
      <MenuChoices value={sort} options={[...sorts]} onChange={onChange} />
    </Menu>
  )
}
