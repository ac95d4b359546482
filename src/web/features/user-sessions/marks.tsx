import type { UserSession } from '../../api/types.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { flags } from './filters.ts'
import type { FlagName } from './list-search.ts'

const colours: Record<FlagName, string> = {
  is_crash: 'text-fatal',
  is_anr: 'text-warning',
  has_exception_occurred: 'text-error',
  rage_tap: 'text-warning',
  is_anonymous: 'text-text-3',
}

/** What went wrong in a session, each with a sign of its own; with words where there is room for them. */
export function Marks({ session, withWords = false }: { session: UserSession; withWords?: boolean }) {
  const marks = flags.filter(({ name }) => name !== 'is_anonymous' && session[name])
  if (marks.length === 0) return null
  return (
    <span className={classNames('flex shrink-0 items-center', withWords ? 'flex-wrap gap-x-3' : 'gap-1.5')}>
      {marks.map(({ name, label, title, icon }) => (
        <span key={name} title={title} className={classNames('flex items-center gap-1', colours[name])}>
          <Icon of={icon} size={14} />
          <span className={withWords ? 'text-12' : 'sr-only'}>{label}</span>
        </span>
      ))}
    </span>
  )
}
