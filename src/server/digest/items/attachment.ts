import type { EnvelopeItem } from '../../../protocol/envelope.ts'
import { cleanText } from '../normalize/clean-text.ts'

/** What an attachment says of itself. */
export interface ReadAttachment {
  type: string
  name: string
  contentType: string
}

export type AttachmentResult =
  | { ok: true; attachment: ReadAttachment }
  | { ok: false; reason: 'unsupported_trace_attachment' }

/**
 * Reads the headers of an attachment (https://develop.sentry.dev/sdk/data-model/envelope-items/#attachment): `filename`, `content_type` and
 * `attachment_type`, which is `event.attachment` unless said. What is said badly is left out: the bytes are what counts. Attachments of traces
 * belong to no event.
 */
export function readAttachment({ header }: Pick<EnvelopeItem, 'header'>): AttachmentResult {
  const said = typeof header.content_type === 'string' ? readMediaType(header.content_type) : null
  if (said === 'application/vnd.sentry.trace-attachment') return { ok: false, reason: 'unsupported_trace_attachment' }
  const type = header.attachment_type
  const name = typeof header.filename === 'string' ? readName(header.filename) : ''
  return {
    ok: true,
    attachment: {
      type: typeof type === 'string' && /^[a-z0-9_.-]{1,64}$/i.test(type) ? type : 'event.attachment',
      name: name === '' ? 'Unnamed Attachment' : name,
      contentType: said ?? guessMediaType(name),
    },
  }
}

/** What file systems take. */
const nameLength = 255

/**
 * On one line, short, and without the marks that turn the direction of writing, which make `gpj.exe` of `exe.jpg`. Slashes stay: it is shown and
 * never a path.
 */
function readName(text: string): string {
  const line = text.slice(0, 2 * nameLength).replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
  return cleanText(line.trim().slice(0, nameLength))
}

/** Type and subtype without parameters, lower-case (RFC 9110, 8.3.1); null when it is none. */
function readMediaType(text: string): string | null {
  const [essence = ''] = text.slice(0, 256).split(';', 1)
  const type = essence.trim().toLowerCase()
  return /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}$/.test(type) ? type : null
}

/** For what SDKs attach; anything else is bytes. */
const mediaTypes: Record<string, string> = {
  csv: 'text/csv',
  dmp: 'application/x-dmp',
  gif: 'image/gif',
  gz: 'application/gzip',
  htm: 'text/html',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  log: 'text/plain',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  webm: 'video/webm',
  webp: 'image/webp',
  xml: 'application/xml',
  zip: 'application/zip',
}

function guessMediaType(name: string): string {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return (Object.hasOwn(mediaTypes, ending) ? mediaTypes[ending] : undefined) ?? 'application/octet-stream'
}
