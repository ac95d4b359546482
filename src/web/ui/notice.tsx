import type { ReactNode } from 'react'

/** A quiet statement in place of content: nothing here, or what went wrong, and what to do. */
export function Notice({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-20 text-center">
      <h2 className="text-14 font-medium text-balance">{title}</h2>
      {children && <div className="mt-1.5 text-13 text-balance text-text-2 wrap-any">{children}</div>}
      {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

/** A line of words about what went wrong, announced to screen readers. */
export function ErrorLine({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="text-12 text-error wrap-any">
      {children}
    </p>
  )
}
