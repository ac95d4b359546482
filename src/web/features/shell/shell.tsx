import { Outlet, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { later, useModule } from '../../ui/use-module.ts'
import { BottomBar } from './bottom-bar.tsx'
import { Rail } from './rail.tsx'
import { railPages } from './pages.ts'
import { ShellContext } from './shell-context.ts'
import { useOrg } from './use-org.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { Waiting } from './waiting.tsx'

const paletteCode = later(() => import('./palette.tsx'))
const helpCode = later(() => import('./shortcut-help.tsx'))

const idleMilliseconds = 1_500

type Overlay = 'palette' | 'help' | null

/** What stands around every page: the rail (a bottom bar on phones), the palette and the help. */
export function Shell() {
  const org = useOrg()
  const navigate = useNavigate()
  const [overlay, setOverlay] = useState<Overlay>(null)
  const close = () => setOverlay(null)
  const palette = useModule(paletteCode, overlay === 'palette')
  const help = useModule(helpCode, overlay === 'help')

  // What a first press opens is fetched when the page has nothing else to do, so that it opens at once.
  useEffect(() => {
    const timer = setTimeout(() => {
      void import('../../ui/menu-popup.tsx')
      void import('../../ui/picker-popup.tsx')
      void paletteCode.load()
    }, idleMilliseconds)
    return () => clearTimeout(timer)
  }, [])

  useShortcuts({
    ...Object.fromEntries(railPages.map((page) => [page.keys, () => void navigate({ to: page.to, params: { org } })])),
    'mod+k': () => setOverlay('palette'),
    '?': () => setOverlay('help'),
    '/': () => document.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
  })

  return (
    <ShellContext value={{ openPalette: () => setOverlay('palette'), openHelp: () => setOverlay('help') }}>
      <a
        href="#page"
        className="fixed top-2 left-2 z-50 -translate-y-20 opacity-0 focus:opacity-100 rounded-md bg-accent px-3 py-2 text-13 text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <Rail org={org} />
      <main id="page" tabIndex={-1} className="min-h-dvh pb-16 outline-none md:pb-0 md:pl-(--rail-width)">
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar org={org} />
      {overlay === 'palette' && palette && <palette.Palette org={org} onClose={close} />}
      {overlay === 'help' && help && <help.ShortcutHelp onClose={close} />}
    </ShellContext>
  )
}
