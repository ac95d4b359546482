import { createHash } from 'node:crypto'
import { type Page, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { DateTime, isoTime, nullable } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { everything } from '../storage/condition.ts'

const EventUserSchema = Type.Object({
  /** Lapwing keeps no rows of them: they are what events say. */
  id: nullable(Type.String()),
  /** To search by: `user:"id:7"`. */
  tagValue: Type.String(),
  identifier: Type.String(),
  username: Type.String(),
  email: Type.String(),
  name: Type.String(),
  ipAddress: Type.String(),
  avatarUrl: Type.String(),
  hash: Type.String(),
  dateCreated: nullable(DateTime),
})

const listEventUsers = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/users/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object({
    /** Part of an id, name or address: `email:ann@`, `ann`. */
    query: Type.Optional(Type.String({ maxLength: 1000 })),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(EventUserSchema),
  summary: 'People that events of the project happened to, most affected first',
  tags: ['Projects'],
  async handler({ project, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const size = readPageSize(query, 100)
    // The list has no key of its own: its cursor's id is how many come before the page.
    const edge = Math.min(Number(cursor?.id ?? 0n), 1_000_000)
    const offset = cursor?.backwards ? Math.max(0, edge - size) : edge
    const values = await storage.events.listTagValues({
      projectIds: [project.id],
      environments: null,
      start: null,
      end: null,
      where: everything,
      key: 'user',
      contains: query.query || null,
      limit: size + 1,
      offset,
    })
    const users: Page<Awaited<typeof values>[number]> = {
      rows: values.slice(0, size),
      first: { value: 0, id: BigInt(offset) },
      last: { value: 0, id: BigInt(offset + Math.min(values.length, size)) },
      hasPrevious: offset > 0,
      hasNext: values.length > size,
    }
    return page(users, cursor).map(({ value, firstSeen }) => serializeEventUser(value, firstSeen))
  },
})

/** The tag `user` says by what the person is known: `id:7`, `email:ann@example.com`, `username:ann`, `ip:10.0.0.1`. */
function serializeEventUser(tagValue: string, firstSeen: number) {
  const colon = tagValue.indexOf(':')
  const [kind, value] = [tagValue.slice(0, colon), tagValue.slice(colon + 1)]
  return {
    id: null,
    tagValue,
    identifier: kind === 'id' ? value : '',
    username: kind === 'username' ? value : '',
    email: kind === 'email' ? value : '',
    name: '',
    ipAddress: kind === 'ip' ? value : '',
    avatarUrl: '',
    hash: createHash('md5').update(tagValue).digest('hex'),
    dateCreated: isoTime(firstSeen),
  }
}

export const eventUserRoutes = [listEventUsers]
