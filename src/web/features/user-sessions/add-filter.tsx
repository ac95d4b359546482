import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { UserSession } from '../../api/types.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { later, useModule } from '../../ui/use-module.ts'
import type { TextName } from './list-search.ts'

/** The popup's code is fetched when the button is first approached. */
const code = later(() => import('./add-filter-popup.tsx'))

export interface AddFilterProps {
  /** Whose values are offered. */
  sessions: readonly UserSession[]
  onAdd: (name: TextName, text: string) => void
}

/** One button for all filters that ask for a text: what to look for, then which. */
export function AddFilter(props: AddFilterProps) {
  const [wasPressed, setPressed] = useState(false)
  const trigger = (
    <button
      type="button"
      className={buttonClass('quiet', 'small')}
      aria-haspopup="dialog"
      onPointerEnter={() => void code.load()}
      onFocus={() => void code.load()}
      onClick={() => setPressed(true)}
    >
      <Icon of={Plus} size={14} /> Add filter
    </button>
  )
  const popup = useModule(code, wasPressed)
  return wasPressed && popup ? <popup.AddFilterPopup trigger={trigger} {...props} /> : trigger
}
