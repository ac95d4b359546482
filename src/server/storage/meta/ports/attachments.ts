/** A file that came with an event. Its bytes are in the blob store. */
export interface Attachment {
  id: number
  projectId: number
  eventId: string
  /** Null until the event comes in; it may never. */
  issueId: number | null
  /** The id of its blob of the kind `attachments`, whose project is this and whose time is `createdAt`. */
  blobId: string
  /** `event.attachment`, `event.minidump`, `event.view_hierarchy` … */
  type: string
  name: string
  /** Media type without parameters, as the sender said or its name suggests. */
  contentType: string
  /** Bytes. */
  size: number
  /** 40 hex digits. */
  sha1: string
  /** When it was received, milliseconds since 1970. */
  createdAt: number
}

/** `issueId`: where its event is already, if that is known. */
export type NewAttachment = Omit<Attachment, 'id'>

export interface AttachmentStore {
  /** Of these events, in the order they came. */
  listAttachments(projectId: number, eventIds: string[]): Promise<Attachment[]>
  findAttachment(projectId: number, id: number): Promise<Attachment | null>
  /** Of one issue, newest first. */
  listIssueAttachments(query: {
    issueId: number
    /** Null = all. */
    types: string[] | null
    contentTypes: string[] | null
    eventIds: string[] | null
    limit: number
    before: { createdAt: number; id: number } | null
    /** True for those that come just after `before`; newest first all the same. */
    backwards?: boolean
  }): Promise<Attachment[]>
  /** For each event, whether it has attachments. */
  haveAttachments(events: { projectId: number; eventId: string }[]): Promise<boolean[]>
  /** Removes the rows; with `by`, the issues remember that a person did. Blobs go before. */
  deleteAttachments(ids: number[], by?: { userId: number | null; at: number }): Promise<void>
  /** After an unmerge: these belong to this issue now. */
  moveAttachments(ids: number[], issueId: number): Promise<void>
  /** Removes up to `limit` rows of what was received before this time; how many. */
  deleteAttachmentsBefore(time: number, limit: number): Promise<number>
}

/** Every method may be called from another thread. */
export const attachmentMethods = {
  listAttachments: true,
  findAttachment: true,
  listIssueAttachments: true,
  haveAttachments: true,
  deleteAttachments: true,
  moveAttachments: true,
  deleteAttachmentsBefore: true,
} as const satisfies Record<keyof AttachmentStore, true>
