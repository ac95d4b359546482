import { Popover } from '@base-ui/react/popover'
import { type ReactElement, useState } from 'react'
import { floatClass } from './class-names.ts'
import { PickList, type PickListProps } from './pick-list.tsx'

/** The options under their button, open from the start: picker.tsx shows them when it was first pressed. */
export function PickerPopup({ trigger, ...list }: PickListProps & { trigger: ReactElement }) {
  const [open, setOpen] = useState(true)
  const change = (chosen: string[]) => {
    list.onChange(chosen)
    if (!list.multiple) setOpen(false)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-40">
          <Popover.Popup className={`${floatClass} w-60 p-1`} aria-label={list.label}>
            <PickList {...list} onChange={change} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
