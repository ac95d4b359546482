import { LapwingError } from '../errors.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { onePath } from '../issues/paths.ts'
import { TagSchema, TagValueSchema } from '../issues/schema.ts'
import { serializeTag, serializeTagValue } from '../issues/serialize.ts'
import { maxTagValues, pageOfTagValues, tagValueSorts } from './tag-values.ts'

const tags = ['Issues']
const readEvents = ['event:read', 'event:write', 'event:admin'] as const
const anyTime = { start: null, end: null }

const listTags = route({
  method: 'GET',
  ...onePath('tags/'),
  permission: readEvents,
  query: Type.Object({
    environment: EnvironmentsQuery,
    key: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  response: Type.Array(ref(TagSchema)),
  summary: 'How the tags of an issue are spread',
  tags,
  async handler({ issue, query }, { storage }) {
    const figures = await storage.events.countTags({
      issueId: issue.id,
      environments: readEnvironments(query.environment),
      ...anyTime,
      keys: query.key ?? null,
      topValues: query.limit ?? 10,
    })
    return figures.map(serializeTag)
  },
})

const readTag = route({
  method: 'GET',
  ...onePath('tags/{key}/'),
  permission: readEvents,
  query: Type.Object({ environment: EnvironmentsQuery }),
  response: ref(TagSchema),
  summary: 'How one tag of an issue is spread',
  tags,
  async handler({ issue, params, query }, { storage }) {
    const [figures] = await storage.events.countTags({
      issueId: issue.id,
      environments: readEnvironments(query.environment),
      ...anyTime,
      keys: [params.key],
      topValues: 10,
    })
    if (!figures) throw new LapwingError('not_found')
    return serializeTag(figures)
  },
})

const listTagValues = route({
  method: 'GET',
  ...onePath('tags/{key}/values/'),
  permission: readEvents,
  query: Type.Object({
    environment: EnvironmentsQuery,
    sort: Type.Optional(Type.Enum(tagValueSorts)),
    /** Part of the value, in any case. */
    query: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(TagValueSchema)),
  summary: 'Values of one tag of an issue',
  tags,
  async handler({ issue, project, params, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const size = readPageSize(query, 100)
    const environments = readEnvironments(query.environment)
    const { key } = params
    const scope = { environments, ...anyTime }
    const values = query.query
      ? await storage.events.listTagValues({
          projectIds: [project.id],
          ...scope,
          where: { kind: 'issues', issueIds: [issue.id] },
          key,
          contains: query.query,
          limit: maxTagValues,
          offset: 0,
        })
      : (await storage.events.countTags({ issueId: issue.id, ...scope, keys: [key], topValues: maxTagValues }))[0]
          ?.values
    const rows = pageOfTagValues(values ?? [], query.sort ?? 'date', cursor, size)
    return page(rows, cursor).map((value) => serializeTagValue(key, value))
  },
})

export const issueTagRoutes = [listTags, readTag, listTagValues]
