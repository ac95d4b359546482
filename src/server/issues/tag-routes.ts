import { createHash } from 'node:crypto'
import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import type { TagFigures } from '../storage/events/port.ts'
import { TagSchema, TagValueSchema } from './schema.ts'
import { serializeTag, serializeTagValue } from './serialize.ts'

const tags = ['Issues']
const readEvents = ['event:read', 'event:write', 'event:admin'] as const
/** Values beyond this are not listed; a tag with as many is an id, not a tag. */
const maxValues = 1000

const listTags = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/',
  aliases: ['/issues/{issue_id}/tags/', '/groups/{issue_id}/tags/'],
  permission: readEvents,
  query: Type.Object({
    environment: EnvironmentsQuery,
    key: Type.Optional(Type.Array(Type.String())),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  response: Type.Array(ref(TagSchema)),
  summary: 'How the tags of an issue are spread',
  tags,
  async handler({ issue, query }, { storage }) {
    const figures = await storage.events.countTags({
      issueId: issue.id,
      environments: readEnvironments(query.environment),
      start: null,
      end: null,
      keys: query.key ?? null,
      topValues: query.limit ?? 10,
    })
    return figures.map(serializeTag)
  },
})

const readTag = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/{key}/',
  aliases: ['/issues/{issue_id}/tags/{key}/', '/groups/{issue_id}/tags/{key}/'],
  permission: readEvents,
  query: Type.Object({ environment: EnvironmentsQuery }),
  response: ref(TagSchema),
  summary: 'How one tag of an issue is spread',
  tags,
  async handler({ issue, params, query }, { storage }) {
    const [figures] = await storage.events.countTags({
      issueId: issue.id,
      environments: readEnvironments(query.environment),
      start: null,
      end: null,
      keys: [params.key],
      topValues: 10,
    })
    if (!figures) throw new LapwingError('not_found')
    return serializeTag(figures)
  },
})

type TagValue = TagFigures['values'][number]

/** What the list is sorted by, negated: the most and the newest come first. */
const sortValues: Record<'count' | 'date' | 'age', (value: TagValue) => number> = {
  count: (value) => -value.count,
  date: (value) => -value.lastSeen,
  age: (value) => -value.firstSeen,
}

const listTagValues = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/{key}/values/',
  aliases: ['/issues/{issue_id}/tags/{key}/values/', '/groups/{issue_id}/tags/{key}/values/'],
  permission: readEvents,
  query: Type.Object({
    environment: EnvironmentsQuery,
    sort: Type.Optional(Type.Enum(['count', 'date', 'age', 'id', '-count', '-date', '-age', '-id'])),
    query: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(TagValueSchema)),
  summary: 'Values of one tag of an issue',
  tags,
  async handler({ issue, params, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const [figures] = await storage.events.countTags({
      issueId: issue.id,
      environments: readEnvironments(query.environment),
      start: null,
      end: null,
      keys: [params.key],
      topValues: maxValues,
    })
    const sought = query.query?.toLowerCase() ?? ''
    const values = (figures?.values ?? []).filter((value) => value.value.toLowerCase().includes(sought))
    const sort = query.sort?.replace(/^-/, '') ?? 'date'
    const valueOf = sort === 'count' || sort === 'age' ? sortValues[sort] : sortValues.date
    const rows = pageOfList(values, cursor, readPageSize(query, 100), (value) => ({
      value: valueOf(value),
      id: textPosition(value.value),
    }))
    return page(rows, cursor).map((value) => serializeTagValue(params.key, value))
  },
})

/** A tie-breaker that lasts from page to page: the value's md5 as a number (its 39 digits fit into a cursor). */
function textPosition(text: string): bigint {
  return BigInt(`0x${createHash('md5').update(text, 'utf8').digest('hex')}`)
}

export const issueTagRoutes = [listTags, readTag, listTagValues]
