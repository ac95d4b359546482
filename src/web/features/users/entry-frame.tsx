import type { ReactNode } from 'react'
import { Logo } from '../../ui/logo.tsx'

/** The frame of the pages before the shell: a narrow column under the mark. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh justify-center px-6 pt-[14vh] pb-16">
      <div className="w-full max-w-80">
        <div className="mb-8 flex flex-col items-center gap-3">
          <Logo size={40} />
          <h1 className="text-16 font-semibold">{title}</h1>
        </div>
        {children}
      </div>
    </main>
  )
}
