import { request } from './request.ts'

/** A file that came with an event. */
export interface Attachment {
  id: string
  event_id: string
  /** `event.attachment`, `event.minidump`, `event.view_hierarchy` … */
  type: string
  name: string
  mimetype: string | null
  /** Bytes. */
  size: number
  dateCreated: string
  sha1: string | null
}

const pathOf = (org: string, project: string, event: string) =>
  `/projects/${org}/${project}/events/${event}/attachments/`

/** By name, the first hundred. */
export const listAttachments = (org: string, project: string, event: string, signal?: AbortSignal) =>
  request<Attachment[]>('GET', pathOf(org, project, event), { query: { per_page: 100 }, signal })

/** Where the bytes are. */
export const attachmentUrl = (org: string, project: string, { event_id, id }: Pick<Attachment, 'event_id' | 'id'>) =>
  `/api/0${pathOf(org, project, event_id)}${id}/?download=1`
