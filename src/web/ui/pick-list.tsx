import { Check } from 'lucide-react'
import { useState } from 'react'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export interface PickListProps {
  label: string
  options: { value: string; label: string }[]
  chosen: string[]
  /** Several may hold at once; none means all. */
  multiple: boolean
  onChange: (chosen: string[]) => void
}

/** Above this many options a filter box helps. */
const filterFrom = 8

/** Options with ticks. With many, a box filters them. */
export function PickList({ label, options, chosen, multiple, onChange }: PickListProps) {
  const [text, setText] = useState('')
  const shown = options.filter((option) => option.label.toLowerCase().includes(text.trim().toLowerCase()))
  const toggle = (value: string) => {
    if (!multiple) return onChange([value])
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
  }
  return (
    <div>
      {options.length > filterFrom && (
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={`Filter ${label.toLowerCase()}s`}
          aria-label={`Filter ${label.toLowerCase()}s`}
          className="mb-1 h-8 w-full rounded-sm bg-surface-2 px-2 text-13 outline-offset-0"
        />
      )}
      <div role={multiple ? 'group' : 'radiogroup'} aria-label={label} className="max-h-72 overflow-y-auto">
        {multiple && text === '' && (
          <Option multiple={multiple} isChosen={chosen.length === 0} onPick={() => onChange([])}>
            All
          </Option>
        )}
        {shown.map((option) => (
          <Option
            key={option.value}
            multiple={multiple}
            isChosen={chosen.includes(option.value)}
            onPick={() => toggle(option.value)}
          >
            {option.label}
          </Option>
        ))}
        {shown.length === 0 && text !== '' && <p className="px-2 py-1.5 text-12 text-text-3">None matches.</p>}
      </div>
    </div>
  )
}

interface OptionProps {
  multiple: boolean
  isChosen: boolean
  onPick: () => void
  children: string
}

function Option({ multiple, isChosen, onPick, children }: OptionProps) {
  return (
    <button
      type="button"
      role={multiple ? 'checkbox' : 'radio'}
      aria-checked={isChosen}
      onClick={onPick}
      className="flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-13 hover:bg-surface-3 max-md:min-h-10"
    >
      <span className={classNames('grow wrap-any', isChosen && 'font-medium')}>{children}</span>
      {isChosen && <Icon of={Check} size={14} className="text-accent" />}
    </button>
  )
}
