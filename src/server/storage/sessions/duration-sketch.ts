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

/** Whole milliseconds by what holds them: each duration once, or counts by bucket. */
type Held = { kind: 'exact'; durations: number[] } | { kind: 'counted'; counts: Map<number, number> }

/** The sketch with these durations (milliseconds) too. The one given, null for none, is never changed. */
export function addDurations(sketch: DurationSketch | null, durations: readonly number[]): DurationSketch {
  return write(join([sketch === null ? { kind: 'exact', durations: [] } : read(sketch), ofDurations(durations)]))
}

/** All durations of these sketches in one. */
export function mergeDurations(sketches: readonly DurationSketch[]): DurationSketch {
  return write(join(sketches.map(read)))
}

/** Quantiles of all durations of these sketches together; 0 ≤ p ≤ 1, between two durations in proportion. Null without any. */
export function readQuantiles(sketches: readonly DurationSketch[], quantiles: readonly number[]): number[] | null {
  const held = join(sketches.map(read))
  if (held.kind === 'exact') {
    const { durations } = held
    if (durations.length === 0) return null
    return quantiles.map((p) => between(durations.length, p, (rank) => durations[rank] ?? 0))
  }
  const buckets = [...held.counts].toSorted(([a], [b]) => a - b)
  const size = buckets.reduce((sum, [, count]) => sum + count, 0)
  return quantiles.map((p) => between(size, p, (rank) => durationAt(buckets, rank)))
}

function between(size: number, p: number, at: (rank: number) => number): number {
  const place = (size - 1) * p
  const below = Math.floor(place)
  const low = at(below)
  return place === below ? low : low + (at(below + 1) - low) * (place - below)
}

function durationAt(buckets: [bucket: number, count: number][], rank: number): number {
  let before = 0
  for (const [bucket, count] of buckets) {
    before += count
    if (rank < before) return middleOf(bucket)
  }
  return 0
}

/** 0 for nothing, else the number of the bucket from 1 ms on. */
function bucketOf(duration: number): number {
  return duration < 1 ? 0 : 1 + Math.ceil(Math.log(duration) / growth)
}

/** As far from either bound, as a share. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : (2 * Math.exp((bucket - 1) * growth)) / (1 + Math.exp(growth))
}

function ofDurations(durations: readonly number[]): Held {
  return { kind: 'exact', durations: durations.map((duration) => Math.max(0, Math.round(duration))) }
}

function join(parts: Held[]): Held {
  const single = parts.flatMap((part) => (part.kind === 'exact' ? part.durations : []))
  const isExact = single.length <= maxExact && parts.every((part) => part.kind === 'exact')
  if (isExact) return { kind: 'exact', durations: single.toSorted((a, b) => a - b) }
  const counts = new Map<number, number>()
  for (const part of parts) {
    if (part.kind === 'counted') for (const [bucket, count] of part.counts) add(counts, bucket, count)
  }
  for (const duration of single) add(counts, bucketOf(duration), 1)
  return { kind: 'counted', counts }
}

function add(counts: Map<number, number>, bucket: number, count: number): void {
  counts.set(bucket, (counts.get(bucket) ?? 0) + count)
}

function read(sketch: DurationSketch): Held {
  const numbers = readNumbers(sketch)
  if (sketch[0] === exact) {
    let last = 0
    return { kind: 'exact', durations: numbers.map((difference) => (last += difference)) }
  }
  const counts = new Map<number, number>()
  let bucket = 0
  for (let place = 0; place + 1 < numbers.length; place += 2) {
    bucket += numbers[place] ?? 0
    counts.set(bucket, numbers[place + 1] ?? 0)
  }
  return { kind: 'counted', counts }
}

function write(held: Held): DurationSketch {
  const bytes: number[] = [held.kind === 'exact' ? exact : counted]
  let last = 0
  if (held.kind === 'exact') {
    for (const duration of held.durations) {
      writeNumber(bytes, duration - last)
      last = duration
    }
    return Uint8Array.from(bytes)
  }
  for (const [bucket, count] of [...held.counts].toSorted(([a], [b]) => a - b)) {
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

function readNumbers(sketch: Uint8Array): number[] {
  const numbers: number[] = []
  let [number, scale] = [0, 1]
  for (let at = 1; at < sketch.length; at++) {
    const byte = sketch[at] ?? 0
    number += (byte & 0x7f) * scale
    scale *= 0x80
    if (byte < 0x80) {
      numbers.push(number)
      number = 0
      scale = 1
    }
  }
  return numbers
}
