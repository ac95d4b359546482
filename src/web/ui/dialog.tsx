import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

const places = {
  centre: 'top-[12vh] left-1/2 w-[min(40rem,calc(100vw-2rem))] -translate-x-1/2 rounded-md max-h-[76vh]',
  sheet: 'inset-x-0 bottom-0 rounded-t-md max-h-[85dvh] pb-[env(safe-area-inset-bottom)]',
}

/** A window above the page, or on phones a sheet from below. Escape and a press beside it close it. */
export function Dialog({
  open,
  onClose,
  title,
  hideTitle = false,
  place = 'centre',
  children,
}: {
  open: boolean
  onClose: () => void
  title: string
  hideTitle?: boolean
  place?: keyof typeof places
  children: ReactNode
}) {
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
        <Base.Popup
          className={classNames(
            'appear fixed z-50 flex flex-col overflow-hidden border border-line bg-float text-text-1 shadow-float outline-none',
            places[place],
          )}
        >
          <div
            className={
              hideTitle ? 'sr-only' : 'flex h-12 shrink-0 items-center justify-between border-b border-line pr-2 pl-4'
            }
          >
            <Base.Title className="text-14 font-medium">{title}</Base.Title>
            {!hideTitle && (
              <Base.Close render={<IconButton label="Close" />}>
                <Icon of={X} />
              </Base.Close>
            )}
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
