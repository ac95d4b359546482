import type { LucideIcon } from 'lucide-react'

/** A line icon in the one weight we use; decoration, so hidden from screen readers. */
export function Icon({ of: Shape, size = 16, className }: { of: LucideIcon; size?: number; className?: string }) {
  return <Shape size={size} strokeWidth={1.5} className={className} aria-hidden />
}
