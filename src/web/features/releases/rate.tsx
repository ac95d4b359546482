import { classNames } from '../../ui/class-names.ts'
import { formatRate, judgeRate, type Verdict } from './rate-words.ts'

/** Colour, shape and word of each verdict: the shape tells them apart without colour. */
const looks: Record<Verdict, { text: string; bar: string; shape: string }> = {
  good: { text: 'text-ok', bar: 'bg-ok', shape: 'M1 5.500 4 8.500 9 2' },
  fair: { text: 'text-warning', bar: 'bg-warning', shape: 'M1 5h8' },
  alarming: { text: 'text-error', bar: 'bg-error', shape: 'M1 8.500 5 1.500 9 8.500z' },
}

/** What a rate means, as a shape with its word beside it, or for screen readers and hover only. */
export function VerdictMark({ rate, withWord = false }: { rate: number; withWord?: boolean }) {
  const verdict = judgeRate(rate)
  const look = looks[verdict]
  return (
    <span className={classNames('inline-flex items-center gap-1', look.text)} title={withWord ? undefined : verdict}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden className="shrink-0">
        <path
          d={look.shape}
          stroke="currentColor"
          strokeWidth="1.800"
          strokeLinejoin="round"
          strokeLinecap="round"
          fill={verdict === 'alarming' ? 'currentColor' : 'none'}
        />
      </svg>
      <span className={withWord ? 'text-12' : 'sr-only'}>{verdict}</span>
    </span>
  )
}

/** A crash-free rate: its verdict, the number and a bar. */
export function RateCell({ rate }: { rate: number | null }) {
  if (rate === null) return <span className="block text-right text-text-3">–</span>
  return (
    <span className="block">
      <span className="flex items-center justify-between gap-1">
        <VerdictMark rate={rate} withWord />
        <span className="numeric">{formatRate(rate)}</span>
      </span>
      <ShareBar share={rate} className={looks[judgeRate(rate)].bar} />
    </span>
  )
}

/** What a share is of its whole. What is there but little stays visible, and so does what little is missing. */
export function ShareBar({ share, className = 'bg-accent' }: { share: number; className?: string }) {
  const percent = share >= 1 ? 100 : share <= 0 ? 0 : Math.min(98, Math.max(2, share * 100))
  return (
    <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-full bg-surface-3">
      <span className={classNames('block h-full rounded-full', className)} style={{ width: `${percent}%` }} />
    </span>
  )
}
