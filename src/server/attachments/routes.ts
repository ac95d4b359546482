import { defaultOrganizationSettings } from '../organizations/settings.ts'
import { LapwingError } from '../errors.ts'
import { readEventId } from '../events/read-event.ts'
import type { Access } from '../http/authorize.ts'
import { type Cursor, pageOf, pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { answered, route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { onePath } from '../issues/paths.ts'
import type { Attachment } from '../storage/meta/ports/attachments.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { type Organization, organizationRoles } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { blobKeyOf } from './blob-key.ts'
import { downloadHeaders, openAttachment } from './download.ts'
import { AttachmentSchema } from './schema.ts'
import { serializeAttachment } from './serialize.ts'

const tags = ['Events']
const eventPath = '/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/attachments/'
const readProject = ['project:read', 'project:write', 'project:admin'] as const
const pageSize = 50
/** Of one event; a page of them is cut from all. */
const paging = {
  per_page: Type.Optional(Type.Integer()),
  limit: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
}

const listOfEvent = route({
  method: 'GET',
  path: eventPath,
  permission: readProject,
  query: Type.Object({ query: Type.Optional(Type.String({ maxLength: 255 })), ...paging }),
  response: Type.Array(ref(AttachmentSchema)),
  summary: 'The attachments of an event, by name',
  tags,
  async handler({ project, params, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const size = readPageSize(query, pageSize)
    const eventId = requireEventId(params.event_id)
    const all = await storage.meta.listAttachments(project.id, [eventId])
    // Files may be there before their event.
    if (all.length === 0 && (await storage.payloads.read(project.id, eventId)) === null) throw notFound('Event')
    const wanted = (query.query ?? '').toLowerCase()
    const found = all.filter(({ name }) => name.toLowerCase().includes(wanted))
    const byName = found.toSorted((a, b) => (a.name === b.name ? a.id - b.id : a.name < b.name ? -1 : 1))
    const places = new Map(byName.map((attachment, place) => [attachment, place]))
    const positionOf = (one: Attachment) => ({ value: places.get(one) ?? 0, id: BigInt(one.id) })
    return page(pageOfList(byName, cursor, size, positionOf), cursor).map(serializeAttachment)
  },
})

const readOne = route({
  method: 'GET',
  path: `${eventPath}{attachment_id}/`,
  permission: readProject,
  query: Type.Object({ download: Type.Optional(Type.String()) }),
  response: ref(AttachmentSchema),
  summary: 'One attachment: what is known of it, or with `download` its bytes',
  tags,
  async handler({ organization, project, access, params, query, reply }, { storage }) {
    await requireRole(organization, access, storage.meta)
    const attachment = await findAttachment(project, params, storage.meta)
    if (query.download === undefined) return serializeAttachment(attachment)
    const bytes = await openAttachment(attachment, storage)
    if (bytes === null) throw notFound('Attachment')
    void reply.headers(downloadHeaders(attachment)).send(bytes)
    return answered
  },
})

const removeOne = route({
  method: 'DELETE',
  path: `${eventPath}{attachment_id}/`,
  permission: ['event:admin', 'project:write', 'project:admin'],
  response: null,
  summary: 'Deletes an attachment for good',
  tags,
  async handler({ organization, project, access, caller, params }, { storage, now }) {
    await requireRole(organization, access, storage.meta)
    const attachment = await findAttachment(project, params, storage.meta)
    // Bytes first: a kill in between leaves a row, by which it is deleted again.
    await storage.blobs.remove([blobKeyOf(attachment)])
    await storage.meta.deleteAttachments([attachment.id], { userId: caller.user?.id ?? null, at: now() })
  },
})

const listOfIssue = route({
  method: 'GET',
  ...onePath('attachments/'),
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({
    types: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 })),
    event_id: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 })),
    screenshot: Type.Optional(Type.String()),
    ...paging,
  }),
  response: Type.Array(ref(AttachmentSchema)),
  summary: 'The attachments of all events of an issue, newest first',
  tags,
  async handler({ issue, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const size = readPageSize(query, pageSize)
    const backwards = cursor?.backwards ?? false
    const rows = await storage.meta.listIssueAttachments({
      issueId: issue.id,
      types: query.types ?? null,
      contentTypes: query.screenshot === undefined ? null : pictures,
      eventIds: query.event_id?.map(requireEventId) ?? null,
      limit: size + 1,
      before: cursor && beforeOf(cursor),
      backwards,
    })
    const hasMore = rows.length > size
    const shown = backwards ? rows.slice(-size) : rows.slice(0, size)
    const positionOf = (one: Attachment) => ({ value: one.createdAt, id: BigInt(one.id) })
    return page(pageOf(shown, hasMore, cursor, positionOf), cursor).map(serializeAttachment)
  },
})

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

function beforeOf({ value, id }: Cursor): { createdAt: number; id: number } {
  return { createdAt: value, id: Number(id) }
}

function requireEventId(text: string): string {
  const eventId = readEventId(text)
  if (eventId === null) throw notFound('Event')
  return eventId
}

async function findAttachment(
  project: Project,
  params: { event_id: string; attachment_id: string },
  meta: Pick<MetaStore, 'findAttachment'>,
): Promise<Attachment> {
  const eventId = requireEventId(params.event_id)
  const isId = /^[1-9]\d{0,14}$/.test(params.attachment_id)
  const attachment = isId ? await meta.findAttachment(project.id, Number(params.attachment_id)) : null
  if (attachment?.eventId !== eventId) throw notFound('Attachment')
  return attachment
}

/** An organisation says from which role on people get at files; superusers and its own tokens have none, and do. */
async function requireRole(
  organization: Organization,
  access: Access,
  meta: Pick<MetaStore, 'findOrganizationSettings'>,
): Promise<void> {
  if (access.role === null) return
  const { attachmentsRole = defaultOrganizationSettings.attachmentsRole } = await meta.findOrganizationSettings(
    organization.id,
  )
  const least = organizationRoles.findIndex((role) => role === attachmentsRole)
  if (organizationRoles.indexOf(access.role) > least) throw new LapwingError('forbidden')
}

function notFound(what: 'Event' | 'Attachment'): LapwingError {
  return new LapwingError('not_found', { detail: `${what} not found` })
}

export const attachmentRoutes = [listOfEvent, readOne, removeOne, listOfIssue]
