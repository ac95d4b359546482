import type { JsonObject } from '../../../protocol/event.ts'
import type { BagLimits } from './bag.ts'
import { bag } from './bag.ts'
import { isRecord, rejectAt } from './notes.ts'
import type { Reader } from './read.ts'
import { asRecord, list } from './read.ts'
import { readTimestamp } from './time.ts'

/** SDKs stop at 1,000. */
const maxSpans = 1000
const spanBag: BagLimits = { depth: 6, size: 16_384 }
const measurementsBag: BagLimits = { depth: 3, size: 16_384 }

const copySpan = bag(spanBag)

const readSpan: Reader<JsonObject> = (notes, value) => {
  const span = copySpan(notes, value)
  if (span === null) return null
  for (const key of ['start_timestamp', 'timestamp']) {
    if (span[key] === undefined || span[key] === null) continue
    notes.path.push(key)
    span[key] = readTimestamp(notes, span[key])
    notes.path.pop()
  }
  return span
}

export const readSpans: Reader<JsonObject[]> = list(readSpan, maxSpans)

const copyMeasurements = bag(measurementsBag)

/** Measurements, `{"lcp": {"value": 2807.3, "unit": "millisecond"}}`: those without a number are left out. */
export const readMeasurements: Reader<JsonObject> = (notes, value) => {
  const record = asRecord(notes, value)
  const copy = record === null ? null : copyMeasurements(notes, record)
  if (copy === null) return null
  const measurements: JsonObject = {}
  for (const [name, measurement] of Object.entries(copy)) {
    if (isRecord(measurement) && typeof measurement.value === 'number') measurements[name] = measurement
    else rejectAt(notes, name, 'invalid_data', measurement, 'expected a value')
  }
  return measurements
}
