/** What a page's SDK tells of a replay, read from its requests. */
import { inflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { parseEnvelope } from '../../src/protocol/envelope.ts'
import { type RecordingEncoding, splitRecording } from '../../src/protocol/recording.ts'
import { dig } from '../support/json.ts'

export interface SentSegment {
  segmentId: number
  /** When the SDK sent it, in milliseconds: the replay is known to last until then. */
  at: number
  encoding: RecordingEncoding
  /** What was recorded, as JSON. */
  json: string
}

/** The segments in an envelope: one, or none. */
export function readSegments(body: Buffer | null): SentSegment[] {
  const { items } = parseEnvelope(body ?? Buffer.alloc(0))
  const [event] = items.filter(({ type }) => type === 'replay_event')
  if (!event?.payload) return []
  const told: unknown = JSON.parse(Buffer.from(event.payload).toString('utf8'))
  const at = Math.round(Number(dig(told, 'timestamp')) * 1000)
  return items.flatMap(({ type, payload }) => {
    const split = type === 'replay_recording' && payload ? splitRecording(payload) : null
    if (!split?.ok) return []
    const bytes = split.encoding === 'json' ? Buffer.from(split.body) : inflateSync(split.body)
    return [{ segmentId: split.segmentId, at, encoding: split.encoding, json: bytes.toString('utf8') }]
  })
}

/**
 * Gathers what a server has taken in of the page's replay. Whoever closes a page waits for these: an SDK that is told to stop sends what it has only
 * when nothing is on its way just then, and nothing at all when the page was at rest.
 */
export function hearAcknowledged(page: Page): SentSegment[] {
  const heard: SentSegment[] = []
  page.on('response', (response) => {
    const request = response.request()
    if (request.method() === 'POST' && response.ok()) heard.push(...readSegments(request.postDataBuffer()))
  })
  return heard
}
