/** What a crash-free rate means, in a word; colour and shape go with it. */
export type Verdict = 'good' | 'fair' | 'alarming'

const goodFrom = 0.995
const alarmingBelow = 0.98

/** Of a fraction: from 99.5 % on good, below 98 % alarming. */
export function judgeRate(rate: number): Verdict {
  if (rate >= goodFrom) return 'good'
  return rate < alarmingBelow ? 'alarming' : 'fair'
}

/** 0.99957 → `99.95%`: never rounded up, so that only what had no crash at all reads `100%`. A dash when unknown. */
export function formatRate(rate: number | null): string {
  if (rate === null) return '–'
  if (rate >= 1) return '100%'
  // A billionth is what 0.9995 * 100 lacks as a float.
  return `${(Math.floor(rate * 10_000 + 1e-6) / 100).toFixed(2)}%`
}

/** Of a rate of crashes and the like: never rounded down, so that only what had none at all reads `0%`. */
export function formatTroubleRate(rate: number | null): string {
  if (rate === null) return '–'
  return rate <= 0 ? '0%' : `${(Math.ceil(rate * 10_000 - 1e-6) / 100).toFixed(2)}%`
}
