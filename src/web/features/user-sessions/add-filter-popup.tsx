import { Popover } from '@base-ui/react/popover'
import { ChevronLeft } from 'lucide-react'
import { type FormEvent, type ReactElement, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { floatClass } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { AddFilterProps } from './add-filter.tsx'
import { textFilters, valuesIn } from './filters.ts'
import type { TextName } from './list-search.ts'

const rowClass =
  'flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-13 wrap-any hover:bg-surface-3 max-md:min-h-10'
const mostOffered = 6

/** What can be looked for, then a box for its text; open from the start: add-filter.tsx shows it when it was first pressed. */
export function AddFilterPopup({ trigger, sessions, onAdd }: AddFilterProps & { trigger: ReactElement }) {
  const [open, setOpen] = useState(true)
  const [name, setName] = useState<TextName | null>(null)
  const change = (next: boolean) => {
    setOpen(next)
    if (next) setName(null)
  }
  const filter = textFilters.find((one) => one.name === name)
  return (
    <Popover.Root open={open} onOpenChange={change}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-40">
          <Popover.Popup className={`${floatClass} w-72 p-1`} aria-label="Add a filter">
            {filter ? (
              <TextForm
                key={filter.name}
                filter={filter}
                values={valuesIn(sessions, filter.of)}
                onBack={() => setName(null)}
                onAdd={(text) => {
                  onAdd(filter.name, text)
                  setOpen(false)
                }}
              />
            ) : (
              textFilters.map((one) => (
                <button key={one.name} type="button" className={rowClass} onClick={() => setName(one.name)}>
                  {one.label}
                </button>
              ))
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function TextForm({
  filter: { label, placeholder, form, hint },
  values,
  onBack,
  onAdd,
}: {
  filter: (typeof textFilters)[number]
  values: string[]
  onBack: () => void
  onAdd: (text: string) => void
}) {
  const [text, setText] = useState('')
  const [isRefused, setRefused] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wanted = text.trim()
    if (wanted === '' || (form && !form.test(wanted))) setRefused(true)
    else onAdd(wanted)
  }
  const offered = values
    .filter((value) => value.toLowerCase().includes(text.trim().toLowerCase()))
    .slice(0, mostOffered)
  return (
    <>
      <button type="button" className={`${rowClass} !min-h-7 text-12 text-text-3`} onClick={onBack}>
        <Icon of={ChevronLeft} size={14} /> All filters
      </button>
      <form onSubmit={submit} className="p-2 pt-1">
        <Field
          label={label}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setRefused(false)
          }}
          placeholder={placeholder}
          hint={hint}
          error={isRefused ? (hint ?? 'Say what to look for.') : undefined}
          autoFocus
          autoComplete="off"
          spellCheck={false}
        />
        {offered.length > 0 && (
          <div role="group" aria-label={`${label} in the list`} className="-mx-2 mt-2">
            {offered.map((value) => (
              <button key={value} type="button" className={rowClass} onClick={() => onAdd(value)}>
                <span className="line-clamp-2">{value}</span>
              </button>
            ))}
          </div>
        )}
        <Button look="primary" size="small" type="submit" className="mt-2 w-full">
          Add
        </Button>
      </form>
    </>
  )
}
