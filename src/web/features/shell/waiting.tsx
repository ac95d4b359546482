import { Logo } from '../../ui/logo.tsx'

/** What stands while the first data of a page is on its way; shown only when that takes long. */
export function Waiting() {
  return (
    <div role="status" className="flex min-h-[60dvh] items-center justify-center text-text-3">
      <span className="animate-[breathe_1.6s_ease-in-out_infinite]">
        <Logo size={32} />
      </span>
      <span className="sr-only">Loading…</span>
    </div>
  )
}
