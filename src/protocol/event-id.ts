/**
 * An event id as everything after the wire knows it: 32 lower-case hex digits. SDKs send that or the dashed UUID, in either case
 * (https://develop.sentry.dev/sdk/data-model/event-payloads/, `event_id`). Null for anything else.
 */
export function parseEventId(value: unknown): string | null {
  if (typeof value !== 'string') return null
  if (value.length === 36) {
    if (value[8] !== '-' || value[13] !== '-' || value[18] !== '-' || value[23] !== '-') return null
    return parseHex(
      value.slice(0, 8) + value.slice(9, 13) + value.slice(14, 18) + value.slice(19, 23) + value.slice(24),
    )
  }
  return parseHex(value)
}

/** The dashed form, which minidump uploaders and some APIs expect, of an id that `parseEventId` gave. */
export function formatUuid(eventId: string): string {
  return [
    eventId.slice(0, 8),
    eventId.slice(8, 12),
    eventId.slice(12, 16),
    eventId.slice(16, 20),
    eventId.slice(20),
  ].join('-')
}

function parseHex(text: string): string | null {
  return /^[0-9a-fA-F]{32}$/.test(text) ? text.toLowerCase() : null
}
