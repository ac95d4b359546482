import { LapwingError } from '../errors.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { DateTime, nullable } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { chooseProjects } from '../issues/scope-projects.ts'
import { secondTime } from '../stats/window.ts'
import { findSessionGroups } from './find.ts'
import { readSelection } from './parameters.ts'
import { intervalsOf, readSessionRange } from './range.ts'

const Texts = Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 }))
const Text = Type.Optional(Type.String({ maxLength: 100 }))

/** As Sentry has it; an answer may have fewer. */
const maxPageSize = 5000

const Group = Type.Object({
  by: Type.Object({
    project: Type.Optional(nullable(Type.Integer())),
    release: Type.Optional(nullable(Type.String())),
    environment: Type.Optional(nullable(Type.String())),
    'session.status': Type.Optional(Type.String()),
  }),
  totals: Type.Optional(Type.Record(nullable(Type.Number()))),
  series: Type.Optional(Type.Record(Type.Array(nullable(Type.Number())))),
})

const querySessions = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/sessions/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    field: Texts,
    groupBy: Texts,
    orderBy: Texts,
    query: Type.Optional(Type.String({ maxLength: 10_000 })),
    project: Texts,
    environment: EnvironmentsQuery,
    statsPeriod: Text,
    statsPeriodStart: Text,
    statsPeriodEnd: Text,
    start: Text,
    end: Text,
    interval: Text,
    includeTotals: Type.Optional(Type.Integer()),
    includeSeries: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Text,
  }),
  response: Type.Object({
    start: DateTime,
    end: DateTime,
    intervals: Type.Array(DateTime),
    groups: Type.Array(Group),
    query: Type.String(),
  }),
  summary:
    'Sessions and their users over time: how many, how they ended, how long they took; by project, release and so on',
  tags: ['Releases'],
  async handler({ organization, query, page }, { storage, now }) {
    const size = readPageSize(query, maxPageSize, maxPageSize)
    const cursor = readCursor(query.cursor)
    const all = await storage.meta.listProjects(organization.id)
    const { found, missing } = chooseProjects(all, query.project)
    if (missing.length > 0) throw new LapwingError('forbidden')
    if (found.length === 0) throw new LapwingError('bad_request', { detail: 'No projects available' })
    const selection = readSelection(query)
    const range = readSessionRange(query, now())
    const projects = [...new Set(found)]
    const groups = await findSessionGroups(
      {
        organizationId: organization.id,
        projects,
        isWholeOrganization: projects.length === all.length,
        environments: readEnvironments(query.environment),
        search: query.query ?? '',
        selection,
        range,
        orderBy: query.orderBy,
        includeTotals: query.includeTotals !== 0,
        includeSeries: query.includeSeries !== 0,
        offset: Number(cursor?.id ?? 0),
        size: query.per_page === undefined ? null : size,
      },
      { storage },
    )
    return {
      start: secondTime(range.start),
      end: secondTime(range.end),
      intervals: intervalsOf(range).map(secondTime),
      groups: page(groups, cursor),
      query: query.query ?? '',
    }
  },
})

export const sessionRoutes = [querySessions]
