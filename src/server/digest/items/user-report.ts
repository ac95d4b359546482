import { parseEventId } from '../../../protocol/event-id.ts'
import { cutReport, type ReportText } from '../../user-reports/limits.ts'

/** What somebody wrote about an event. */
export interface ReadReport extends ReportText {
  eventId: string
}

/**
 * Reads a user report (https://develop.sentry.dev/sdk/data-model/envelope-items/#user-feedback---deprecated): `{event_id, name, email,
 * comments}`. `envelopeEventId` stands in for a missing event id. Null when it is of no event or says nothing.
 */
export function readUserReport(payload: Uint8Array | null, envelopeEventId: string | null): ReadReport | null {
  const report = parseObject(payload)
  if (report === null) return null
  const eventId = parseEventId(report['event_id']) ?? envelopeEventId
  const text = cutReport({
    name: textOf(report['name']),
    email: textOf(report['email']),
    comments: textOf(report['comments']),
  })
  return eventId === null || text.comments === '' ? null : { eventId, ...text }
}

/**
 * Reads feedback of today's SDKs (https://develop.sentry.dev/sdk/telemetry/feedbacks/): an event with `contexts.feedback` of `{message,
 * name, contact_email, associated_event_id}`. It is kept as a report of the associated event, or of none (its own id).
 */
export function readFeedback(payload: Uint8Array | null, envelopeEventId: string | null): ReadReport | null {
  const event = parseObject(payload)
  const feedback = objectOf(objectOf(event?.['contexts'])?.['feedback'])
  if (event === null || feedback === null) return null
  const user = objectOf(event['user'])
  const eventId = parseEventId(feedback['associated_event_id']) ?? parseEventId(event['event_id']) ?? envelopeEventId
  const text = cutReport({
    name: textOf(feedback['name']) || textOf(user?.['name']),
    email: textOf(feedback['contact_email']) || textOf(user?.['email']),
    comments: textOf(feedback['message']),
  })
  return eventId === null || text.comments === '' ? null : { eventId, ...text }
}

function parseObject(payload: Uint8Array | null): Record<string, unknown> | null {
  if (payload === null) return null
  try {
    return objectOf(JSON.parse(Buffer.from(payload).toString('utf8')))
  } catch {
    return null
  }
}

function objectOf(value: unknown): Record<string, unknown> | null {
  // Spread into an object that the compiler knows: JSON has no others.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
