import type { BlobKey } from '../storage/blobs/port.ts'
import type { Attachment } from '../storage/meta/ports/attachments.ts'

/** Where the bytes of an attachment are. */
export function blobKeyOf({
  projectId,
  createdAt,
  blobId,
}: Pick<Attachment, 'projectId' | 'createdAt' | 'blobId'>): BlobKey {
  return { kind: 'attachments', projectId, at: createdAt, id: blobId }
}
