import { DateTime, nullable } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'

export const AttachmentSchema = Type.Object(
  {
    id: Type.String(),
    event_id: Type.String(),
    /** `event.attachment`, `event.minidump`, `event.view_hierarchy` … */
    type: Type.String(),
    name: Type.String(),
    mimetype: nullable(Type.String()),
    dateCreated: DateTime,
    size: Type.Integer(),
    headers: Type.Record(nullable(Type.String())),
    sha1: nullable(Type.String()),
  },
  { $id: 'EventAttachment' },
)
export type AttachmentJson = Static<typeof AttachmentSchema>
