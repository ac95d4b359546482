import type { ReactNode } from 'react'

/** Small facts in a line, parted by dots; what is empty is passed over. */
export function FactLine({ facts }: { facts: readonly ReactNode[] }) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 text-12 text-text-3 max-sm:gap-x-3">
      {facts.filter(Boolean).map((fact, index) => (
        <span key={index} className="sm:not-first:before:mr-2 sm:not-first:before:content-['·']">
          {fact}
        </span>
      ))}
    </div>
  )
}
