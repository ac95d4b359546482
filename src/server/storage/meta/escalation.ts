/** Hours of the week that an hour is compared with. */
export const weekHours = 168

/** So few events in an hour are no flood, whatever came before them. */
const leastCeiling = 10

/**
 * How many events in one hour an issue may have before it counts as escalating, from its events in each of the 168 hours before that one.
 * The rule that Sentry documents (https://docs.sentry.io/product/issues/states-triage/escalating-issues/), without its weights for days of
 * the week:
 *
 * - Younger than a week: ten times its busiest hour.
 * - Else the greater of `spike` = mean + clamp((mean + 5 · deviation) / mean, 5, 8) · mean, for steady issues, and
 *   `burst` = busiest · clamp(5 · e^(−0.65 · deviation / mean), 2, 5), for those that come in bursts anyway (cron jobs).
 * - Never below 10.
 */
export function escalationCeiling(week: readonly number[], isYoung: boolean): number {
  let [sum, squares, busiest] = [0, 0, 0]
  for (const events of week) {
    sum += events
    squares += events * events
    if (events > busiest) busiest = events
  }
  if (sum === 0) return leastCeiling
  if (isYoung) return Math.max(leastCeiling, busiest * 10)
  const mean = sum / weekHours
  const deviation = Math.sqrt(Math.max(0, squares / weekHours - mean * mean))
  const spike = mean + clamp((mean + 5 * deviation) / mean, 5, 8) * mean
  const burst = busiest * clamp(5 * Math.exp((-0.65 * deviation) / mean), 2, 5)
  return Math.max(leastCeiling, spike, burst)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
