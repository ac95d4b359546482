import { Link, useLocation } from '@tanstack/react-router'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Logo } from '../../ui/logo.tsx'
import { AccountMenu } from './account-menu.tsx'
import { railPages } from './pages.ts'

const storageKey = 'lapwing.rail'
const widths = { narrow: '56px', wide: '208px' }

function readWide(): boolean {
  try {
    return localStorage.getItem(storageKey) === 'wide'
  } catch {
    return false
  }
}

/** The rail at the left: icons at 56 px, with words at 208 px. Remembered. */
export function Rail({ org }: { org: string }) {
  const { pathname } = useLocation()
  const [wide, setWide] = useState(readWide)
  useEffect(() => {
    document.documentElement.style.setProperty('--rail-width', wide ? widths.wide : widths.narrow)
    try {
      localStorage.setItem(storageKey, wide ? 'wide' : 'narrow')
    } catch {
      // Without storage the width holds until the page is left.
    }
  }, [wide])

  return (
    <nav
      aria-label="Pages"
      className="fixed inset-y-0 left-0 z-20 flex w-(--rail-width) flex-col border-r border-line bg-surface-1 px-2 py-2 max-md:hidden"
    >
      <Link
        to="/"
        className="mb-3 flex h-10 items-center gap-2.5 rounded-md px-2 text-text-1"
        aria-label="Lapwing, home"
      >
        <Logo />
        {wide && <span className="text-14 font-semibold">Lapwing</span>}
      </Link>
      <ul className="flex flex-col gap-0.5">
        {railPages.map((page) => {
          const isHere = page.under.test(pathname)
          return (
            <li key={page.to}>
              <Link
                to={page.to}
                params={{ org }}
                title={wide ? undefined : `${page.label} (${page.keys})`}
                aria-label={page.label}
                aria-current={isHere ? 'page' : undefined}
                className={classNames(
                  'flex h-9 items-center gap-3 rounded-md px-3',
                  isHere ? 'bg-surface-3 text-text-1' : 'text-text-2 hover:bg-surface-2 hover:text-text-1',
                )}
              >
                <Icon of={page.icon} className={isHere ? 'text-accent' : undefined} />
                {wide && (
                  <>
                    <span className="grow">{page.label}</span>
                    <Kbd keys={page.keys} />
                  </>
                )}
              </Link>
            </li>
          )
        })}
      </ul>
      <div className="mt-auto flex flex-col gap-0.5">
        <AccountMenu wide={wide} />
        <button
          type="button"
          onClick={() => setWide(!wide)}
          aria-expanded={wide}
          aria-label={wide ? 'Narrow the rail' : 'Widen the rail'}
          title={wide ? undefined : 'Widen the rail'}
          className="flex h-9 items-center gap-3 rounded-md px-3 text-text-3 hover:bg-surface-2 hover:text-text-1"
        >
          <Icon of={wide ? PanelLeftClose : PanelLeftOpen} />
          {wide && <span>Narrow</span>}
        </button>
      </div>
    </nav>
  )
}
