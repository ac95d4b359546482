import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { floatClass } from './class-names.ts'
import { Icon } from './icon.tsx'

const menuItemClass =
  'flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-13 outline-none data-highlighted:bg-surface-3'

/** The menu itself, which opens as soon as it is there: menu.tsx asks for it when its trigger was first pressed. */
export function MenuPopup({
  trigger,
  children,
  align,
}: {
  trigger: ReactElement
  children: ReactNode
  align: 'start' | 'end'
}) {
  // Opened a frame after it appears: the press that called for it would otherwise close it again.
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const frame = requestAnimationFrame(() => setOpen(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-40">
          <Base.Popup
            className={`${floatClass} max-h-[min(24rem,var(--available-height))] min-w-44 max-w-80 overflow-y-auto p-1`}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({ children, onSelect }: { children: ReactNode; onSelect: () => void }) {
  return (
    <Base.Item className={menuItemClass} onClick={onSelect}>
      {children}
    </Base.Item>
  )
}

/** One of several of which one holds. */
export function MenuChoices({
  value,
  options,
  onChange,
}: {
  value: string | null
  options: { value: string; label: string }[]
  onChange: (value: string) => void
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={menuItemClass}>
          <span className="grow">{option.label}</span>
          <Base.RadioItemIndicator>
            <Icon of={Check} size={14} className="text-accent" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}
