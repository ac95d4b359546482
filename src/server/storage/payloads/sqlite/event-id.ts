/** 32 hex digits as 16 bytes; null when it is anything else. */
export function parseEventId(eventId: string): Uint8Array | null {
  if (eventId.length !== 32) return null
  const bytes = Buffer.from(eventId, 'hex')
  return bytes.length === 16 ? bytes : null
}

/** 16 bytes as 32 lower-case hex digits. */
export function formatEventId(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
