import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

type Look = 'primary' | 'quiet' | 'outline' | 'danger'

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong font-medium',
  outline: 'border border-line-strong bg-surface-0 text-text-1 hover:bg-surface-2',
  quiet: 'text-text-2 hover:bg-surface-2 hover:text-text-1',
  danger: 'border border-line-strong text-error hover:bg-surface-2',
}

export const buttonClass = (look: Look = 'outline', size: 'small' | 'normal' = 'normal') =>
  classNames(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md disabled:opacity-50',
    size === 'small' ? 'h-7 px-2 text-12' : 'h-8 px-3 text-13',
    looks[look],
  )

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look
  size?: 'small' | 'normal'
}

export function Button({ look, size, className, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={classNames(buttonClass(look, size), className)} {...props} />
}

/** A square button that shows an icon; `label` is what it says to screen readers and on hover. */
export function IconButton({
  label,
  className,
  type = 'button',
  ...props
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-text-3 hover:bg-surface-2 hover:text-text-1 disabled:opacity-40 disabled:hover:bg-transparent',
        className,
      )}
      {...props}
    />
  )
}
