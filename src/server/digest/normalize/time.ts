import type { Receipt } from '../types.ts'
import type { Notes } from './notes.ts'
import { reject, rejectAt } from './notes.ts'
import type { Reader } from './read.ts'

/** Below this the difference of the clocks is taken for the time that sending took; time zones start at an hour. */
const minDrift = 55 * 60
/** What the server stores: not older than 30 days, not more than a minute ahead (Sentry's MAX_SECS_IN_PAST and _FUTURE). */
const maxPast = 30 * 86_400
const maxFuture = 60

const isoTime =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d{0,9})?)?)? ?(?:(Z|z|UTC)|([+-])(\d\d):?(\d\d)?)?$/
const decimal = /^-?\d{1,12}(?:\.\d{1,12})?$/

/** Seconds since 1970 of a number, a numeric text or RFC 3339 text (UTC where it names no zone); null when it is none. */
export function parseTimestamp(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 1e12 ? value : null
  if (typeof value !== 'string' || value.length > 48) return null
  const text = value.trim()
  if (decimal.test(text)) return parseTimestamp(Number(text))
  const match = isoTime.exec(text)
  if (!match) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, offHour, offMinute = '0'] =
    match
  const milliseconds = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const parts = new Date(milliseconds)
  // Date.UTC rolls 31 February over into March, and 24:00 into the next day.
  if (parts.getUTCDate() !== Number(day) || parts.getUTCMonth() !== Number(month) - 1 || Number(hour) > 23) return null
  if (Number(minute) > 59 || Number(second) > 60) return null
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(offHour) * 3600 + Number(offMinute) * 60) : 0
  return milliseconds / 1000 - offset + (fraction === '' ? 0 : Number(`0.${fraction}`))
}

/** A timestamp of the sender's, moved by the drift of its clock. */
export const readTimestamp: Reader<number> = (notes, value) => {
  const seconds = parseTimestamp(value)
  return seconds === null ? reject(notes, 'invalid_data', value, 'expected a timestamp') : shifted(notes, seconds)
}

function shifted(notes: Notes, seconds: number): number {
  return notes.shift === 0 ? seconds : roundMicroseconds(seconds + notes.shift)
}

/** Adding drifts leaves float dust below the protocol's microseconds. */
function roundMicroseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6
}

/**
 * The event's own time, in seconds. Sets `notes.shift`: when envelope and server differ by 55 minutes or more all
 * times of the event are moved by that; a time that is then too old or in the future becomes the time of receipt.
 * `sentAt` is in milliseconds since 1970, by the sender's clock.
 */
export function readEventTime(
  notes: Notes,
  raw: Record<string, unknown>,
  receipt: Receipt,
  sentAt: number | null,
): number {
  const received = receipt.receivedAt / 1000
  const value = raw.timestamp
  const sent = value === undefined || value === null ? null : parseTimestamp(value)
  if (value !== undefined && value !== null && sent === null) {
    rejectAt(notes, 'timestamp', 'invalid_data', value, 'expected a timestamp')
  }
  const drift = sentAt === null || !Number.isFinite(sentAt) ? 0 : received - sentAt / 1000
  if (Math.abs(drift) >= minDrift) {
    notes.shift = drift
    noteClock(notes, 'clock_drift', (sentAt ?? 0) / 1000, received)
  }
  if (sent === null) return received
  const time = shifted(notes, sent)
  const defect = time > received + maxFuture ? 'future_timestamp' : time < received - maxPast ? 'past_timestamp' : null
  if (defect === null) return time
  notes.shift += received - time
  noteClock(notes, defect, time, received)
  return received
}

function noteClock(
  notes: Notes,
  defect: 'clock_drift' | 'past_timestamp' | 'future_timestamp',
  sdk: number,
  server: number,
): void {
  rejectAt(notes, 'timestamp', defect, { sdk_time: isoText(sdk), server_time: isoText(server) })
}

function isoText(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString()
}
