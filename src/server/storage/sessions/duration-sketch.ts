/**
 * How long sessions lasted, in a few hundred bytes: every duration up to `maxExact` of them, a DDSketch from then on (C. Masson et al., "DDSketch",
 * 2019): counts in buckets whose bounds grow by 1 %, so that a quantile is within 0.5 % of a real duration, and sketches add up without loss.
 *
 * As bytes: [1, durations in ascending order, as differences] or [2, pairs of bucket (as difference) and count]; numbers as LEB128.
 */
export type DurationSketch = Uint8Array

/** Durations kept one by one. */
export const maxExact = 64
/** How far a quantile may be from a duration, as a share of it. */
export const relativeError = 0.005

const exact = 1
const counted = 2
const growth = Math.log((1 + relativeError) / (1 - relativeError))

/** For durations up to 100 days; what lasts longer is counted as lasting so long. */
const bucketCount = 2 + Math.ceil(Math.log(100 * 86_400_000) / growth)

/** The sketch with these durations (milliseconds) too. The one given, null for none, is never changed. */
export function addDurations(sketch: DurationSketch | null, durations: readonly number[]): DurationSketch {
  return join(
    sketch === null ? [] : [sketch],
    durations.map((duration) => Math.max(0, Math.round(duration))),
  )
}

/** All durations of these sketches in one. */
export function mergeDurations(sketches: readonly DurationSketch[]): DurationSketch {
  return join(sketches, [])
}

function join(sketches: readonly DurationSketch[], durations: readonly number[]): DurationSketch {
  const single = [...durations, ...sketches.flatMap((sketch) => (sketch[0] === exact ? readExact(sketch) : []))]
  const isExact = single.length <= maxExact && sketches.every((sketch) => sketch[0] === exact)
  if (isExact) return writeExact(single.toSorted((a, b) => a - b))
  const counts = new Float64Array(bucketCount)
  for (const duration of single) increase(counts, bucketOf(duration), 1)
  for (const sketch of sketches) if (sketch[0] === counted) addCounts(counts, sketch)
  return writeCounts(counts)
}

/**
 * Quantiles of all durations of these sketches together; 0 ≤ p ≤ 1, ascending, between two durations in proportion. Null without any. 10 µs a sketch of
 * 300 buckets.
 */
export function readQuantiles(sketches: readonly DurationSketch[], quantiles: readonly number[]): number[] | null {
  const single: number[] = []
  let isExact = true
  for (const sketch of sketches) {
    if (sketch[0] === exact) single.push(...readExact(sketch))
    else isExact = false
  }
  if (isExact && single.length === 0) return null
  if (isExact && single.length <= maxExact) {
    const sorted = single.toSorted((a, b) => a - b)
    return quantiles.map((p) => between(sorted.length, p, (rank) => sorted[rank] ?? 0))
  }
  const counts = new Float64Array(bucketCount)
  let size = single.length
  for (const duration of single) increase(counts, bucketOf(duration), 1)
  for (const sketch of sketches) if (sketch[0] === counted) size += addCounts(counts, sketch)
  return quantilesOf(counts, size, quantiles)
}

/** One pass: the ranks that are asked for come in order. */
function quantilesOf(counts: Float64Array, size: number, quantiles: readonly number[]): number[] {
  let bucket = 0
  let through = counts[0] ?? 0
  const durationAt = (rank: number): number => {
    while (through <= rank && bucket < counts.length - 1) through += counts[++bucket] ?? 0
    return middleOf(bucket)
  }
  return quantiles.map((p) => between(size, p, durationAt))
}

function between(size: number, p: number, at: (rank: number) => number): number {
  const place = (size - 1) * p
  const below = Math.floor(place)
  const low = at(below)
  return place === below ? low : low + (at(below + 1) - low) * (place - below)
}

/** 0 for nothing, else the number of the bucket from 1 ms on. */
function bucketOf(duration: number): number {
  return duration < 1 ? 0 : Math.min(bucketCount - 1, 1 + Math.ceil(Math.log(duration) / growth))
}

/** As far from either bound, as a share. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : (2 * Math.exp((bucket - 1) * growth)) / (1 + Math.exp(growth))
}

function increase(counts: Float64Array, bucket: number, count: number): void {
  counts[bucket] = (counts[bucket] ?? 0) + count
}

function writeExact(durations: readonly number[]): DurationSketch {
  const bytes: number[] = [exact]
  let last = 0
  for (const duration of durations) {
    writeNumber(bytes, duration - last)
    last = duration
  }
  return Uint8Array.from(bytes)
}

function writeCounts(counts: Float64Array): DurationSketch {
  const bytes: number[] = [counted]
  let last = 0
  for (const [bucket, count] of counts.entries()) {
    if (count === 0) continue
    writeNumber(bytes, bucket - last)
    writeNumber(bytes, count)
    last = bucket
  }
  return Uint8Array.from(bytes)
}

/** By division, because durations and counts may be over 32 bits. */
function writeNumber(bytes: number[], number: number): void {
  let rest = number
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
}

function readExact(sketch: DurationSketch): number[] {
  const durations: number[] = []
  let last = 0
  readNumbers(sketch, (difference) => {
    last += difference
    durations.push(last)
  })
  return durations
}

/** Adds a sketch's counts; how many durations it holds. */
function addCounts(counts: Float64Array, sketch: DurationSketch): number {
  let [bucket, size, isCount] = [0, 0, false]
  readNumbers(sketch, (number) => {
    if (isCount) {
      increase(counts, bucket, number)
      size += number
    } else {
      bucket += number
    }
    isCount = !isCount
  })
  return size
}

function readNumbers(sketch: Uint8Array, take: (number: number) => void): void {
  let [number, scale] = [0, 1]
  for (let at = 1; at < sketch.length; at++) {
    const byte = sketch[at] ?? 0
    number += (byte & 0x7f) * scale
    if (byte < 0x80) {
      take(number)
      number = 0
      scale = 1
    } else {
      scale *= 0x80
    }
  }
}
