import { Readable } from 'node:stream'
import { readBlob } from '../storage/blobs/transfer.ts'
import type { Attachment } from '../storage/meta/ports/attachments.ts'
import type { Storage } from '../storage/storage.ts'
import { blobKeyOf } from './blob-key.ts'

/**
 * What a browser may take the bytes for, wherever it meets them: pictures, films and plain text. All else, and HTML and SVG above all, which
 * could run scripts of whoever sent the event, are bytes.
 */
const harmlessTypes = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'video/mp4',
  'video/webm',
  'text/plain',
  'application/json',
])

/** Headers under which bytes of strangers are given out: saved, never shown; were they shown all the same, without scripts and origin. */
export function downloadHeaders({ name, contentType, size }: Attachment): Record<string, string> {
  const charset = contentType === 'text/plain' || contentType === 'application/json' ? '; charset=utf-8' : ''
  return {
    'content-type': harmlessTypes.has(contentType) ? contentType + charset : 'application/octet-stream',
    'content-length': String(size),
    'content-disposition': disposition(name),
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  }
}

/** RFC 6266: a name that every client reads, and the real one in UTF-8 (RFC 8187). */
function disposition(name: string): string {
  const plain = name.replace(/[^\w !#$&+.^`|~()-]/g, '_')
  const coded = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`
}

/** The bytes, a megabyte in memory at a time; null when they are gone. */
export async function openAttachment(
  attachment: Attachment,
  storage: Pick<Storage, 'blobs'>,
): Promise<Readable | null> {
  if ((await storage.blobs.measure(blobKeyOf(attachment))) !== attachment.size) return null
  return Readable.from(readWhole(attachment, storage), { objectMode: false })
}

/** Fails when the blob goes meanwhile: the connection breaks then, and nobody waits for the rest or takes a part for the whole. */
async function* readWhole(attachment: Attachment, { blobs }: Pick<Storage, 'blobs'>): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const piece of readBlob(blobs, blobKeyOf(attachment))) {
    sent += piece.length
    yield piece
  }
  if (sent < attachment.size) throw new Error(`attachment ${attachment.id} was removed while it was read`)
}
