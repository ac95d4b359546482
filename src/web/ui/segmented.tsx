import { classNames } from './class-names.ts'

/** A few choices of which one holds, as radio buttons look when they are few. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: Value
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex h-7 items-center rounded-md border border-line bg-surface-1 p-0.5">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          onClick={() => onChange(option.value)}
          className={classNames(
            'h-full rounded-sm px-2 text-12',
            option.value === value ? 'bg-surface-3 font-medium text-text-1' : 'text-text-2 hover:text-text-1',
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
