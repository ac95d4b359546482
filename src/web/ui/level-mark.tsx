import { classNames } from './class-names.ts'

/** Colour, shape and word of each level: the shape tells them apart without colour. */
const marks: Record<string, { colour: string; word: string; shape: string }> = {
  fatal: { colour: 'text-fatal', word: 'Fatal', shape: 'M5 0.600 9.400 5 5 9.400 0.600 5z' },
  error: { colour: 'text-error', word: 'Error', shape: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8z' },
  warning: { colour: 'text-warning', word: 'Warning', shape: 'M5 0.800 9.700 9H.3z' },
  info: { colour: 'text-info', word: 'Info', shape: 'M1.500 1.500h7v7h-7z' },
  debug: { colour: 'text-debug', word: 'Debug', shape: 'M1 4h8v2H1z' },
}

const unknown = { colour: 'text-debug', word: 'Other', shape: 'M1 4h8v2H1z' }

/** Whether it stands out among what merely happened. */
export const isLoud = (level: string | null) => level === 'error' || level === 'fatal' || level === 'warning'

export const levelColour = (level: string | null) => (marks[level ?? ''] ?? unknown).colour

/** The level as a small shape with its word beside it, or for screen readers and hover only. */
export function LevelMark({
  level,
  withWord = false,
  className,
}: {
  level: string | null
  withWord?: boolean
  className?: string
}) {
  const mark = marks[level ?? ''] ?? unknown
  return (
    <span
      className={classNames('inline-flex items-center gap-1.5', mark.colour, className)}
      title={withWord ? undefined : mark.word}
    >
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden className="shrink-0">
        <path d={mark.shape} fill="currentColor" />
      </svg>
      <span className={withWord ? '' : 'sr-only'}>{mark.word}</span>
    </span>
  )
}
