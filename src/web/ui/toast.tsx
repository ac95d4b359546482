import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { Button } from './button.tsx'

interface Toast {
  id: number
  text: string
  tone: 'plain' | 'error'
  undo?: () => void
}

interface Toaster {
  /** Says what was done; with `undo` it can be taken back while the words stand. */
  say: (text: string, undo?: () => void) => void
  complain: (text: string) => void
}

const ToasterContext = createContext<Toaster>({ say: () => {}, complain: () => {} })

export const useToaster = () => useContext(ToasterContext)

/** How long words stand before they go; long enough to read and to reach for undo. */
const standMilliseconds = 8_000

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null)
  const show = useCallback((next: Omit<Toast, 'id'>) => setToast((last) => ({ ...next, id: (last?.id ?? 0) + 1 })), [])
  const toaster = useMemo<Toaster>(
    () => ({
      say: (text, undo) => show({ text, undo, tone: 'plain' }),
      complain: (text) => show({ text, tone: 'error' }),
    }),
    [show],
  )
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => setToast(null), standMilliseconds)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <ToasterContext value={toaster}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 bottom-18 z-50 flex justify-center px-4 md:bottom-5"
      >
        {toast && (
          <div
            key={toast.id}
            className="appear pointer-events-auto flex min-h-10 max-w-xl items-center gap-3 rounded-md border border-line bg-float py-1 pr-1.5 pl-4 text-13 shadow-float"
          >
            <span className={toast.tone === 'error' ? 'text-error' : ''}>{toast.text}</span>
            {toast.undo && (
              <Button
                size="small"
                onClick={() => {
                  toast.undo?.()
                  setToast(null)
                }}
              >
                Undo
              </Button>
            )}
            <Button size="small" look="quiet" onClick={() => setToast(null)}>
              Dismiss
            </Button>
          </div>
        )}
      </div>
    </ToasterContext>
  )
}
