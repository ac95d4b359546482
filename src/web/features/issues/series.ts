import type { Issue, StatsBucket } from '../../api/types.ts'

const daySeconds = 86_400

/** The counts of a list row's sparkline: of whatever single period the server answered with. */
export function rowCounts(stats: Issue['stats']): number[] {
  return (Object.values(stats ?? {})[0] ?? []).map(([, count]) => count)
}

/** Buckets of the last day or the last 14 days; cut from the 30 days where a server gives only those. Empty when unknown. */
export function periodBuckets(stats: Issue['stats'], period: '24h' | '14d'): StatsBucket[] {
  const own = stats?.[period]
  if (own) return own
  const month = period === '14d' ? (stats?.['30d'] ?? []) : []
  const end = month.at(-1)?.[0] ?? 0
  return month.filter(([at]) => at > end - 14 * daySeconds)
}

/** Total and peak in words, for those who do not see the bars. */
export function describeCounts(counts: number[]): string {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return `${total} events in the period, at most ${Math.max(0, ...counts)} at a time`
}
