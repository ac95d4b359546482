import { formatCount } from '../../format/number.ts'

/** How a figure differs from that of another release: an arrow, a number and a word. */
export interface Difference {
  arrow: '▲' | '▼' | '='
  number: string
  word: 'better' | 'worse' | 'more' | 'less' | 'fewer' | 'longer' | 'shorter' | 'same'
  tone: 'good' | 'bad' | 'plain'
}

const same: Difference = { arrow: '=', number: '', word: 'same', tone: 'plain' }

/** Of rates, in points of a hundred; null when either is unknown. */
export function compareRates(now: number | null, before: number | null): Difference | null {
  if (now === null || before === null) return null
  const points = (now - before) * 100
  const number = Math.abs(points).toFixed(2)
  if (number === '0.00') return same
  return points > 0
    ? { arrow: '▲', number: `${number} pts`, word: 'better', tone: 'good' }
    : { arrow: '▼', number: `${number} pts`, word: 'worse', tone: 'bad' }
}

/** Of rates of what nobody wants. */
export function compareTroubleRates(now: number | null, before: number | null): Difference | null {
  const difference = compareRates(now, before)
  if (!difference || difference.arrow === '=') return difference
  return difference.arrow === '▲'
    ? { ...difference, word: 'worse', tone: 'bad' }
    : { ...difference, word: 'better', tone: 'good' }
}

/** Of shares that are neither good nor bad, in whole points. */
export function compareShares(now: number | null, before: number | null): Difference | null {
  if (now === null || before === null) return null
  const points = Math.round(Math.abs(now - before) * 100)
  if (points === 0) return same
  const [arrow, word] = now > before ? (['▲', 'more'] as const) : (['▼', 'less'] as const)
  return { arrow, number: `${points} pts`, word, tone: 'plain' }
}

/** Of counts, in per cent, or as they are where the other is none. */
export function compareCounts(now: number, before: number): Difference {
  if (now === before) return same
  const [arrow, word] = now > before ? (['▲', 'more'] as const) : (['▼', 'fewer'] as const)
  const number = before === 0 ? formatCount(now) : `${formatCount(percentOf(now, before))}%`
  return { arrow, number, word, tone: 'plain' }
}

/** Of lengths of time, in per cent; null when either is unknown. */
export function compareLengths(now: number | null, before: number | null): Difference | null {
  if (now === null || before === null) return null
  const difference = compareCounts(now, before)
  if (difference.arrow === '=' || before === 0) return same
  return { ...difference, word: difference.arrow === '▲' ? 'longer' : 'shorter' }
}

/** Never 0 of what differs. */
function percentOf(now: number, before: number): number {
  return Math.max(1, Math.round((Math.abs(now - before) / before) * 100))
}

/** Of counts of what nobody wants, as they are. */
export function compareTroubles(now: number, before: number): Difference {
  const difference = compareCounts(now, before)
  if (difference.arrow === '=') return same
  const tone = now > before ? 'bad' : 'good'
  return { ...difference, number: formatCount(Math.abs(now - before)), tone }
}
