import { Link, useLocation } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { railPages } from './pages.ts'
import { useShell } from './shell-context.ts'

const cell = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-11'

/** The rail of phones. */
export function BottomBar({ org }: { org: string }) {
  const { pathname } = useLocation()
  const { openPalette } = useShell()
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface-1 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {railPages.map((page) => {
        const isHere = page.under.test(pathname)
        return (
          <Link
            key={page.to}
            to={page.to}
            params={{ org }}
            aria-current={isHere ? 'page' : undefined}
            className={classNames(cell, isHere ? 'text-accent' : 'text-text-2')}
          >
            <Icon of={page.icon} size={20} />
            {page.label}
          </Link>
        )
      })}
      <button type="button" onClick={openPalette} className={classNames(cell, 'text-text-2')}>
        <Icon of={Search} size={20} />
        Search
      </button>
    </nav>
  )
}
