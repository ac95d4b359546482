import { parseTimestamp } from '../../../protocol/timestamp.ts'
import type { Receipt } from '../types.ts'
import type { Notes } from './notes.ts'
import { reject, rejectAt } from './notes.ts'
import type { Reader } from './read.ts'

/** Below this the difference of the clocks is taken for the time that sending took; time zones start at an hour. */
const minDriftMs = 55 * 60_000
/** What the server stores: not older than 30 days, not more than a minute ahead (Sentry's MAX_SECS_IN_PAST and _FUTURE). */
const maxPast = 30 * 86_400
const maxFuture = 60

/** How far the sender's clock is behind: what its times are moved by, milliseconds; 0 when the envelope says nothing of it, or about the same. */
export function clockDrift(receivedAt: number, sentAt: number | null): number {
  const drift = sentAt === null || !Number.isFinite(sentAt) ? 0 : receivedAt - sentAt
  return Math.abs(drift) >= minDriftMs ? drift : 0
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
  const drift = clockDrift(receipt.receivedAt, sentAt)
  if (drift !== 0) {
    notes.shift = drift / 1000
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
