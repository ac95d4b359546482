import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { buttonClass } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import type { PickListProps } from './pick-list.tsx'
import { later, useModule } from './use-module.ts'

export interface PickerProps extends PickListProps {
  summary: string
  isChanged: boolean
}

/** The popup's code is fetched when a picker is first approached. */
const code = later(() => import('./picker-popup.tsx'))

/** A button that says what is chosen and opens the options. */
export function Picker({ summary, isChanged, ...list }: PickerProps) {
  const [wasPressed, setPressed] = useState(false)
  const trigger = (
    <button
      type="button"
      className={classNames(
        buttonClass('quiet', 'small'),
        'min-w-0',
        isChanged && 'bg-accent-soft text-accent hover:text-accent',
      )}
      aria-label={`${list.label}: ${summary}`}
      aria-haspopup="dialog"
      onPointerEnter={() => void code.load()}
      onFocus={() => void code.load()}
      onClick={() => setPressed(true)}
    >
      <span className="max-w-40 truncate">{summary}</span>
      <Icon of={ChevronDown} size={14} />
    </button>
  )
  const popup = useModule(code, wasPressed)
  return wasPressed && popup ? <popup.PickerPopup trigger={trigger} {...list} /> : trigger
}
