import { hash } from 'node:crypto'
import type { Receipt } from '../types.ts'
import { boundedJson } from './bounded-json.ts'
import type { Notes } from './notes.ts'
import { reject, rejectAt } from './notes.ts'
import type { Reader } from './read.ts'

/** 32 lower-case hex digits of a UUID in any notation; null when it is none. */
export function parseUuid(value: unknown): string | null {
  if (typeof value !== 'string' || value.length < 32 || value.length > 36) return null
  const hex = (value.length === 32 ? value : value.replaceAll('-', '')).toLowerCase()
  return /^[0-9a-f]{32}$/.test(hex) ? hex : null
}

/**
 * The envelope's id, else the payload's. Without either an md5 over the receipt and the payload's first 64 KiB:
 * digesting the same bytes twice gives the same id.
 */
export function readEventId(
  notes: Notes,
  raw: Record<string, unknown>,
  source: unknown,
  receipt: Receipt,
  envelopeId: string | null,
): string {
  const sent = raw.event_id
  const own = sent === undefined || sent === null ? null : parseUuid(sent)
  if (sent !== undefined && sent !== null && own === null)
    rejectAt(notes, 'event_id', 'invalid_data', sent, 'not a UUID')
  return parseUuid(envelopeId) ?? own ?? deriveId(source, receipt)
}

function deriveId(source: unknown, receipt: Receipt): string {
  const { projectId, publicKey, receivedAt } = receipt
  return hash('md5', `${projectId}\n${publicKey}\n${receivedAt}\n${boundedJson(source, 65_536)}`)
}

/** Ids of traces (32 digits) and spans (16): lower-case hex, not all zeros. */
export function hexId(digits: 16 | 32): Reader<string> {
  return (notes, value) => {
    const hex = typeof value === 'string' ? value.replaceAll('-', '').toLowerCase() : ''
    return hex.length === digits && /^[0-9a-f]+$/.test(hex) && !/^0+$/.test(hex)
      ? hex
      : reject(notes, 'invalid_data', value, `expected ${digits} hex digits`)
  }
}
