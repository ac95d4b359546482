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
 * Quantiles of all durations of these sketches together; 0 ≤ p ≤ 1, ascending, between two durations in proportion. Null without any. 4 µs a sketch of
 * 500 buckets.
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
  const [one] = sketches
  if (one !== undefined && sketches.length === 1) return quantilesOfOne(one, quantiles)
  const counts = new Float64Array(bucketCount)
  for (const duration of single) increase(counts, bucketOf(duration), 1)
  for (const sketch of sketches) if (sketch[0] === counted) addCounts(counts, sketch)
  return quantilesOf(counts, quantiles)
}

/** One pass: the ranks that are asked for come in order. */
function quantilesOf(counts: Float64Array, quantiles: readonly number[]): number[] {
  const size = counts.reduce((sum, count) => sum + count, 0)
  let [bucket, through] = [-1, 0]
  const durationAt = (rank: number): number => {
    while (through <= rank && bucket < counts.length - 1) through += counts[++bucket] ?? 0
    return middleOf(bucket)
  }
  return quantiles.map((p) => between(size, p, durationAt))
}

/** The same from the bytes of a sketch, of which a series has one a point: a third of the time. */
function quantilesOfOne(sketch: DurationSketch, quantiles: readonly number[]): number[] {
  const size = countAll(sketch)
  const walk = { ...cursorOf(sketch), bucket: 0, through: 0 }
  return quantiles.map((p) => between(size, p, (rank) => middleOf(walkTo(walk, rank))))
}

function countAll(sketch: DurationSketch): number {
  const cursor = cursorOf(sketch)
  let size = 0
  while (cursor.at < sketch.length) {
    readNumber(cursor)
    size += readNumber(cursor)
  }
  return size
}

/** The bucket of a rank that is not before the one walked to last. */
function walkTo(walk: Cursor & { bucket: number; through: number }, rank: number): number {
  while (walk.through <= rank && walk.at < walk.bytes.length) {
    walk.bucket += readNumber(walk)
    walk.through += readNumber(walk)
  }
  return walk.bucket
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

function writeCounts(all: Float64Array): DurationSketch {
  const bytes: number[] = [counted]
  let last = 0
  for (let bucket = 0; bucket < all.length; bucket++) {
    const count = all[bucket] ?? 0
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

/** Where a sketch is being read. */
interface Cursor {
  bytes: Uint8Array
  at: number
}

const cursorOf = (sketch: DurationSketch): Cursor => ({ bytes: sketch, at: 1 })

/** The next number, 0 behind the last. A call each instead of a function called for each: a fifth of the time. */
function readNumber(cursor: Cursor): number {
  const { bytes } = cursor
  let byte = bytes[cursor.at++] ?? 0
  let number = byte & 0x7f
  for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
    byte = bytes[cursor.at++] ?? 0
    number += (byte & 0x7f) * scale
  }
  return number
}

function readExact(sketch: DurationSketch): number[] {
  const durations: number[] = []
  const cursor = cursorOf(sketch)
  for (let last = 0; cursor.at < sketch.length; ) durations.push((last += readNumber(cursor)))
  return durations
}

function addCounts(all: Float64Array, sketch: DurationSketch): void {
  const cursor = cursorOf(sketch)
  for (let bucket = 0; cursor.at < sketch.length; ) {
    bucket += readNumber(cursor)
    increase(all, bucket, readNumber(cursor))
  }
}
