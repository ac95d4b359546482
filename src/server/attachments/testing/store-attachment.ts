import { createHash } from 'node:crypto'
import { testNow } from '../../http/testing/test-api.ts'
import type { NewAttachment } from '../../storage/meta/ports/attachments.ts'
import type { Storage } from '../../storage/storage.ts'
import { blobKeyOf } from '../blob-key.ts'

const spool = 'attachments'

/** Puts a file through both stores, as the digest does; gives its id. */
export async function storeAttachment(
  storage: Pick<Storage, 'meta' | 'blobs'>,
  own: Pick<NewAttachment, 'projectId' | 'eventId' | 'issueId'> & Partial<NewAttachment>,
  content: Uint8Array,
): Promise<number> {
  const from = await storage.meta.offset(spool)
  const attachment: NewAttachment = {
    blobId: createHash('sha256').update(String(from)).digest('hex').slice(0, 32),
    type: 'event.attachment',
    name: 'log.txt',
    contentType: 'text/plain',
    size: content.length,
    sha1: createHash('sha1').update(content).digest('hex'),
    createdAt: testNow,
    ...own,
  }
  const put = await storage.blobs.put([{ key: blobKeyOf(attachment), content: new Uint8Array(content) }])
  if (!put.ok) throw new Error(put.reason)
  const batch = { spool, from, to: from + 1, occurrences: [], outcomes: [], attachments: [attachment] }
  await storage.meta.recordBatch(batch)
  const stored = await storage.meta.listAttachments(own.projectId, [own.eventId])
  return stored.find(({ blobId }) => blobId === attachment.blobId)?.id ?? 0
}
