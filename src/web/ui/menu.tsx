import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Icon } from './icon.tsx'

export const floatClass = 'appear rounded-md border border-line bg-float text-text-1 shadow-float outline-none'

export const menuItemClass =
  'flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-13 outline-none data-highlighted:bg-surface-3'

/** A menu that opens from `trigger`. */
export function Menu({ trigger, children, align = 'start' }: { trigger: ReactElement; children: ReactNode; align?: 'start' | 'end' }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-40">
          <Base.Popup className={`${floatClass} max-h-[min(24rem,var(--available-height))] min-w-44 max-w-80 overflow-y-auto p-1`}>{children}</Base.Popup>
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
export function MenuChoices<Value extends string>({
  value,
  options,
  onChange,
}: {
  value: Value
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
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
