import { Search } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { ScopePickers } from './scope-pickers.tsx'
import { useShell } from './shell-context.ts'

/** The bar on top of every page: its title, the pickers, the way to the palette and the help. */
export function PageHeader({
  title,
  scoped = true,
  byEnvironment = true,
  children,
}: {
  title: ReactNode
  scoped?: boolean
  /** What the page shows belongs to an environment. */
  byEnvironment?: boolean
  children?: ReactNode
}) {
  const { openPalette, openHelp } = useShell()
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · Lapwing`
  }, [title])
  return (
    <header className="sticky top-0 z-10 flex h-12 items-center gap-2 border-b border-line bg-surface-0 px-4 md:px-5">
      <div className="mr-2 min-w-0 truncate text-14 font-semibold max-md:shrink-0 max-md:max-w-[60%]">{title}</div>
      {scoped && <ScopePickers byEnvironment={byEnvironment} />}
      <div className={classNames('flex items-center gap-2', scoped ? 'md:ml-auto' : 'ml-auto')}>
        {children}
        <Button look="quiet" size="small" onClick={openPalette} aria-label="Search and jump" className="max-md:hidden">
          <Icon of={Search} size={14} />
          <Kbd keys="mod+K" />
        </Button>
        <Button
          look="quiet"
          size="small"
          onClick={openHelp}
          aria-label="Keyboard shortcuts"
          className="w-7 max-md:hidden"
        >
          ?
        </Button>
      </div>
    </header>
  )
}
