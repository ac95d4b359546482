import { Children, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A titled part of a page, parted from the one before by a hairline. */
export function Section({
  title,
  note,
  actions,
  id,
  children,
}: {
  title: string
  note?: ReactNode
  actions?: ReactNode
  id?: string
  children: ReactNode
}) {
  // A section that is folded away is its title alone.
  const isFolded = Children.toArray(children).length === 0
  return (
    <section
      id={id}
      aria-label={title}
      className={classNames('scroll-mt-28 border-t border-line', isFolded ? 'py-2.5' : 'py-5')}
    >
      <div className={classNames('flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1', !isFolded && 'mb-3')}>
        <h2 className="text-14 font-semibold">{title}</h2>
        {note && <span className="text-12 text-text-3">{note}</span>}
        {actions && <div className="ml-auto flex items-center gap-1.5">{actions}</div>}
      </div>
      {children}
    </section>
  )
}
