import { isoTime } from '../http/schema.ts'
import type { Attachment } from '../storage/meta/ports/attachments.ts'
import type { AttachmentJson } from './schema.ts'

export function serializeAttachment(attachment: Attachment): AttachmentJson {
  const { id, eventId, type, name, contentType, createdAt, size, sha1 } = attachment
  return {
    id: String(id),
    event_id: eventId,
    type,
    name,
    mimetype: contentType,
    dateCreated: isoTime(createdAt),
    size,
    headers: { 'Content-Type': contentType },
    sha1,
  }
}
