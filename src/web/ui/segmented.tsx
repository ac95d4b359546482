import { classNames } from './class-names.ts'

/** A few choices of which one holds. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  size = 'small',
}: {
  label: string
  value: Value
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
  size?: 'small' | 'normal'
}) {
  return (
    <div
      role="group"
      aria-label={label}
      className={classNames(
        'inline-flex shrink-0 items-center rounded-md border border-line bg-surface-1 p-0.5',
        size === 'small' ? 'h-7' : 'h-8',
      )}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classNames(
            'h-full rounded-sm px-2 text-12 whitespace-nowrap',
            option.value === value ? 'bg-surface-3 font-medium text-text-1' : 'text-text-2 hover:text-text-1',
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
