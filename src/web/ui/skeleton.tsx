import { classNames } from './class-names.ts'

/** A place held for what is loading; give it the size of what will come. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames('block animate-[breathe_1.6s_ease-in-out_infinite] rounded-sm bg-surface-2', className)}
    />
  )
}
