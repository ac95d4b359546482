import { initialsOf } from '../format/initials.ts'
import { classNames } from './class-names.ts'

/** A person (round) or a team (square) by initials; the name on hover and for screen readers, unless it stands beside it. */
export function Avatar({
  name,
  shape = 'person',
  label,
  className = 'size-6',
}: {
  name: string
  shape?: 'person' | 'team'
  label?: string
  className?: string
}) {
  return (
    <span
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      title={label}
      className={classNames(
        'flex shrink-0 items-center justify-center bg-accent-soft text-11 leading-none font-semibold text-accent select-none',
        shape === 'person' ? 'rounded-full' : 'rounded-sm',
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  )
}
