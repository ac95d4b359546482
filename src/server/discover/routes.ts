import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { pageAt, readOffset } from '../http/offset-paging.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { AnyObject, nullable } from '../http/schema.ts'
import { readTimeRange } from '../http/time-range.ts'
import { Type } from '../http/type.ts'
import type { SearchContext } from '../issues/search/context.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { builtInFields, readField } from './columns.ts'
import { readDataset } from './datasets.ts'
import { runEventsQuery } from './run.ts'
import { validateEventsQuery } from './validate.ts'

const tags = ['Discover']
const scopes = ['org:read', 'org:write', 'org:admin', 'event:read', 'event:write', 'event:admin'] as const
const Texts = (maxLength: number) => Type.Optional(Type.Array(Type.String({ maxLength }), { maxItems: 100 }))
const Text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const range = { statsPeriod: Text(20), start: Text(40), end: Text(40) }
const where = { project: Texts(100), environment: EnvironmentsQuery, ...range }

/** As in Sentry; unless told otherwise. */
const defaultPeriod = 90 * 86_400_000

const listEvents = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/events/',
  permission: scopes,
  query: Type.Object({
    ...where,
    field: Texts(500),
    dataset: Text(50),
    query: Text(10_000),
    sort: Texts(500),
    orderby: Texts(500),
    per_page: Type.Optional(Type.Integer()),
    allowAggregateConditions: Type.Optional(Type.Boolean()),
    cursor: Text(100),
  }),
  response: Type.Object({
    data: Type.Array(AnyObject),
    meta: Type.Object({
      fields: Type.Record(Type.String()),
      units: Type.Record(nullable(Type.String())),
      tips: Type.Record(Type.String()),
      datasetReason: Type.String(),
      isMetricsData: Type.Boolean(),
      isMetricsExtractedData: Type.Boolean(),
      dataset: Type.String(),
    }),
  }),
  summary: 'A table over error events: fields, tags and functions of them',
  tags,
  async handler({ organization, caller, query, page }, { storage, now }) {
    const fields = query.field ?? []
    const size = readPageSize(query, 50)
    const cursor = readCursor(query.cursor)
    const offset = readOffset(cursor, size)
    if (readDataset(query.dataset) === 'nothing') {
      page(pageAt([], offset, size, false), cursor)
      return { data: [], meta: describeFields(Object.fromEntries(fields.map((field) => [field, 'string'])), 'logs') }
    }
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    const window = readWindow(query, now())
    const {
      data,
      fields: types,
      hasMore,
    } = await runEventsQuery(
      { fields, sort: query.sort ?? query.orderby ?? [], query: query.query ?? '', ...window, limit: size, offset },
      searchContext(organization, projects, readEnvironments(query.environment), caller, now(), storage.meta),
      storage,
    )
    page(pageAt(data, offset, size, hasMore), cursor)
    return { data, meta: describeFields(types, 'errors') }
  },
})

const Verdict = { valid: Type.Boolean(), error: nullable(Type.String()) }
const Typed = Type.Object({ name: Type.String(), ...Verdict, attrType: nullable(Type.String()) })

const validateEvents = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/events/validate/',
  permission: scopes,
  query: Type.Object({
    ...where,
    dataset: Text(50),
    field: Texts(500),
    query: Text(10_000),
    orderby: Texts(500),
    sort: Texts(500),
  }),
  response: Type.Object({
    valid: Type.Boolean(),
    projects: Type.Array(Type.Object(Verdict)),
    dataset: Type.Array(Type.Object({ name: Type.String(), ...Verdict })),
    environment: Type.Array(Type.Object(Verdict)),
    field: Type.Array(Typed),
    query: Type.Object({ ...Verdict, fields: Type.Array(Typed) }),
    orderby: Type.Array(Typed),
  }),
  summary: 'Whether a query over events could be run, part by part; 400 with the same answer when it could not',
  tags,
  async handler({ organization, caller, query, reply }, { storage, now }) {
    const { projects, error } = await findProjects(organization.id, query.project, storage.meta)
    const { start, end } = readWindow(query, now())
    const validation = await validateEventsQuery(
      {
        dataset: query.dataset ?? 'errors',
        fields: query.field ?? [],
        query: query.query ?? '',
        orderby: query.orderby ?? query.sort ?? [],
        projectError: error,
        minutes: (end - start) / 60_000,
      },
      searchContext(organization, projects, readEnvironments(query.environment), caller, now(), storage.meta),
    )
    if (!validation.valid) reply.status(400)
    return validation
  },
})

const listAttributes = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/trace-items/attributes/',
  permission: scopes,
  query: Type.Object({
    ...where,
    dataset: Text(50),
    itemType: Text(50),
    attributeType: Texts(20),
    substringMatch: Text(200),
    query: Text(10_000),
    per_page: Type.Optional(Type.Integer()),
    cursor: Text(100),
  }),
  response: Type.Array(
    Type.Object({
      key: Type.String(),
      name: Type.String(),
      attributeType: Type.String(),
      attributeSource: Type.Object({ source_type: Type.String() }),
    }),
  ),
  summary: 'Names of what can be asked of events; of logs and spans, which are not stored, none',
  tags,
  async handler({ organization, query, page }, { storage, now }) {
    const size = readPageSize(query, 100)
    const cursor = readCursor(query.cursor)
    const offset = readOffset(cursor, size)
    const itemType = query.itemType ?? query.dataset ?? 'errors'
    const isOfErrors = itemType === 'errors' || itemType === 'occurrences'
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    const window = readWindow(query, now())
    const attributes = isOfErrors ? await readAttributes(projects, query.environment, window, storage) : []
    const sought = query.substringMatch?.toLowerCase() ?? ''
    const found = attributes.filter(
      ({ key, attributeType }) =>
        key.toLowerCase().includes(sought) && (!query.attributeType || query.attributeType.includes(attributeType)),
    )
    const rows = found.slice(offset, offset + size)
    return page(pageAt(rows, offset, size, found.length > offset + size), cursor)
  },
})

async function readAttributes(
  projects: Project[],
  environments: string[] | undefined,
  window: { start: number; end: number },
  { events }: Parameters<typeof runEventsQuery>[2],
) {
  const keys = await events.listTagKeys({
    projectIds: projects.map((project) => project.id),
    environments: readEnvironments(environments),
    ...window,
    where: { kind: 'and', of: [] },
  })
  const own = keys.map(({ key }) => key).filter((key) => !builtInFields.includes(key))
  const describe = (key: string, sourceType: string) => {
    const type = sourceType === 'user' ? 'string' : readField(key).type
    const attributeType = type === 'integer' || type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'string'
    return { key, name: key, attributeType, attributeSource: { source_type: sourceType } }
  }
  return [...builtInFields.map((key) => describe(key, 'sentry')), ...own.map((key) => describe(key, 'user'))]
}

function searchContext(
  organization: Organization,
  projects: Project[],
  environments: string[] | null,
  caller: Caller,
  now: number,
  meta: SearchContext['meta'],
): SearchContext {
  return { organizationId: organization.id, projects, environments, userId: caller.user?.id ?? null, now, meta }
}

async function findProjects(
  organizationId: number,
  chosen: string[] | undefined,
  meta: Pick<MetaStore, 'listProjects'>,
): Promise<{ projects: Project[]; error: string | null }> {
  try {
    return { projects: await readScopeProjects(organizationId, chosen, meta), error: null }
  } catch (error) {
    if (error instanceof LapwingError && error.status === 403) return { projects: [], error: error.detail }
    throw error
  }
}

function readWindow(query: { statsPeriod?: string; start?: string; end?: string }, now: number) {
  const { from, to } = readTimeRange(query, now)
  const end = to ?? now
  return { start: from ?? end - defaultPeriod, end }
}

function describeFields(fields: Record<string, string>, dataset: string) {
  return {
    fields,
    units: Object.fromEntries(Object.keys(fields).map((name) => [name, null])),
    tips: {},
    datasetReason: 'unchanged',
    isMetricsData: false,
    isMetricsExtractedData: false,
    dataset,
  }
}

export const discoverRoutes = [listEvents, validateEvents, listAttributes]
