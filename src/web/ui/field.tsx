import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export const inputClass =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface-0 px-3 text-13 text-text-1 focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-error max-sm:text-16'

/** A labelled text input with a hint below it, or the error in its place. */
export function Field({
  label,
  hint,
  error,
  className,
  ...props
}: ComponentProps<'input'> & { label: string; hint?: ReactNode; error?: string }) {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-12 font-medium text-text-2">
        {label}
      </label>
      <input
        id={id}
        className={inputClass}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? note : undefined}
        {...props}
      />
      {(error || hint) && (
        <p id={note} className={classNames('mt-1 text-12', error ? 'text-error' : 'text-text-3')}>
          {error || hint}
        </p>
      )}
    </div>
  )
}
