/** Values over time, as charts are given them; null where there is nothing to tell. */
export type Values = readonly (number | null)[]

/** Where each part of a whole begins above the one before: sums from the bottom up. */
export function stackUp(parts: readonly Values[]): number[][] {
  let below: number[] = []
  return parts.map((part) => {
    below = part.map((value, index) => (below[index] ?? 0) + (value ?? 0))
    return below
  })
}

/** Places of values that have none beside them: a line alone would not show them. */
export function lonePlaces(values: Values): number[] {
  const isThere = (index: number) => (values[index] ?? null) !== null
  return values.flatMap((_, index) => (isThere(index) && !isThere(index - 1) && !isThere(index + 1) ? [index] : []))
}

/** Lengths of an axis of shares that ends at 1, whose middle is a round number too. */
const spans = [0.01, 0.02, 0.04, 0.1, 0.2, 0.4]

/** Where an axis of shares begins so that all values stand on it; it ends at 1. */
export function shareFloor(all: readonly Values[]): number {
  const lowest = Math.min(1, ...all.flatMap((values) => values.filter((value) => value !== null)))
  const span = spans.find((one) => 1 - one <= lowest)
  return span === undefined ? 0 : 1 - span
}

/** The buckets between two times, as `[from, to)` in the unit of the times; null when none is touched. */
export function bucketsBetween(
  times: readonly number[],
  step: number,
  from: number,
  to: number,
): { from: number; to: number } | null {
  const touched = times.filter((time) => time + step > from && time < to)
  const [first, last] = [touched[0], touched.at(-1)]
  return first === undefined || last === undefined ? null : { from: first, to: last + step }
}

/** Which bucket a time lies in; null before the first and after the last. */
export function bucketAt(times: readonly number[], step: number, time: number): number | null {
  const index = Math.floor((time - (times[0] ?? 0)) / step)
  return index >= 0 && index < times.length ? index : null
}
