import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import type { ApiServices } from '../http/context.ts'
import { route, type RouteInput } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { readTimeRange } from '../http/time-range.ts'
import { type Static, Type } from '../http/type.ts'
import { type TagValueJson, TagValueSchema } from '../issues/schema.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import { serializeTagValue, tagName } from '../issues/serialize.ts'
import { everything } from '../storage/condition.ts'
import type { EventSearch, TagFigures } from '../storage/events/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { listReplayTags, listReplayTagValues } from '../replays/tags.ts'
import { maxTagValues, pageOfTagValues, tagValueSorts } from './tag-values.ts'

const tags = ['Tags']
const readOrganization = ['org:read', 'org:write', 'org:admin'] as const
const readProject = ['project:read', 'project:write', 'project:admin'] as const

const scopeQuery = {
  environment: EnvironmentsQuery,
  statsPeriod: Type.Optional(Type.String()),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
}
const ChosenProjects = Type.Optional(Type.Array(Type.String(), { maxItems: 1000 }))
const valuesQuery = {
  ...scopeQuery,
  /** Part of the value, in any case. */
  query: Type.Optional(Type.String({ maxLength: 200 })),
  sort: Type.Optional(Type.Enum(tagValueSorts)),
  limit: Type.Optional(Type.Integer()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
}

const ValuesQuerySchema = Type.Object(valuesQuery)

/** Two ways to say that replays are meant. */
const replaysQuery = {
  dataset: Type.Optional(Type.Enum(['discover', 'events', 'replays', 'search_issues'])),
  includeReplays: Type.Optional(Type.Enum(['0', '1'])),
}

function isOfReplays({ dataset, includeReplays }: { dataset?: string; includeReplays?: string }): boolean {
  return dataset === 'replays' || includeReplays === '1'
}

const TagKeySchema = Type.Object({
  key: Type.String(),
  name: Type.String(),
  /** Events that have it. */
  totalValues: Type.Integer(),
  uniqueValues: Type.Integer(),
})

interface ScopeQuery {
  environment?: string[]
  statsPeriod?: string
  start?: string
  end?: string
}

function scopeOf(projects: Project[], query: ScopeQuery, now: number): EventSearch {
  const range = readTimeRange(query, now)
  return {
    projectIds: projects.map((project) => project.id),
    environments: readEnvironments(query.environment),
    start: range.from,
    end: range.to,
    where: everything,
  }
}

const listOrganizationTags = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/tags/',
  permission: readOrganization,
  query: Type.Object({
    ...scopeQuery,
    project: ChosenProjects,
    ...replaysQuery,
    use_cache: Type.Optional(Type.Enum(['0', '1'])),
    useFlagsBackend: Type.Optional(Type.Enum(['0', '1'])),
  }),
  response: Type.Array(TagKeySchema),
  summary: "Tag keys of an organisation's events, or replays, most used first",
  tags,
  async handler({ organization, caller, query }, services) {
    if (query.useFlagsBackend === '1') return []
    if (isOfReplays(query)) return listReplayTags(organization, caller, query, services)
    const { storage, now } = services
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    const keys = await storage.events.listTagKeys(scopeOf(projects, query, now()))
    return keys.map(({ key, events, values }) => ({
      key,
      name: tagName(key),
      totalValues: events,
      uniqueValues: values,
    }))
  },
})

const listOrganizationTagValues = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/tags/{key}/values/',
  permission: readOrganization,
  query: Type.Object({ ...valuesQuery, ...replaysQuery, project: ChosenProjects }),
  response: Type.Array(ref(TagValueSchema)),
  summary: "Values of one tag of an organisation's events; of its replays also of what else is text of them",
  tags,
  async handler(input, services) {
    const { organization, caller, params, query } = input
    if (isOfReplays(query)) {
      const values = await listReplayTagValues(params.key, organization, caller, query, services)
      return pageOfValues(params.key, values, input)
    }
    const projects = await readScopeProjects(organization.id, query.project, services.storage.meta)
    return listValues(projects, params.key, input, services)
  },
})

const listProjectTags = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/tags/',
  permission: readProject,
  query: Type.Object({ ...scopeQuery, cursor: Type.Optional(Type.String()) }),
  response: Type.Array(
    Type.Object({
      key: Type.String(),
      name: Type.String(),
      uniqueValues: Type.Integer(),
      /** Never: a tag is part of events, and goes with them. */
      canDelete: Type.Boolean(),
    }),
  ),
  summary: "Tag keys of a project's events",
  tags,
  async handler({ project, query, page }, { storage, now }) {
    const cursor = readCursor(query.cursor)
    const keys = await storage.events.listTagKeys(scopeOf([project], query, now()))
    const rows = keys
      .map(({ key, values }) => ({ key, name: tagName(key), uniqueValues: values, canDelete: false }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map((row, place) => ({ row, place }))
    const paged = pageOfList(rows, cursor, 1000, ({ place }) => ({ value: place, id: 0n }))
    return page(paged, cursor).map(({ row }) => row)
  },
})

const listProjectTagValues = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/tags/{key}/values/',
  permission: readProject,
  query: ValuesQuerySchema,
  response: Type.Array(ref(TagValueSchema)),
  summary: "Values of one tag of a project's events",
  tags,
  async handler(input, services) {
    return listValues([input.project], input.params.key, input, services)
  },
})

async function listValues(
  projects: Project[],
  key: string,
  input: PagedInput,
  { storage, now }: ApiServices,
): Promise<TagValueJson[]> {
  const { query } = input
  const scope = scopeOf(projects, query, now())
  const contains = query.query ?? null
  const values = await storage.events.listTagValues({ ...scope, key, contains, limit: maxTagValues, offset: 0 })
  return pageOfValues(key, values, input)
}

type PagedInput = Pick<RouteInput, 'page'> & { query: Static<typeof ValuesQuerySchema> }

function pageOfValues(key: string, values: TagFigures['values'], { query, page }: PagedInput): TagValueJson[] {
  const cursor = readCursor(query.cursor)
  const size = readPageSize(query, 100)
  const rows = pageOfTagValues(values, query.sort ?? 'last_seen', cursor, size)
  return page(rows, cursor).map((value) => serializeTagValue(key, value))
}

export const tagRoutes = [listOrganizationTags, listOrganizationTagValues, listProjectTags, listProjectTagValues]
