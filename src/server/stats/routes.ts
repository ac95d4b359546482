import { LapwingError } from '../errors.ts'
import { type Static, Type } from '../http/type.ts'
import { route } from '../http/route.ts'
import { AnyObject } from '../http/schema.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import { countErrors, outcomesOfStat, type StatPoint } from './project-events.ts'
import { groupOutcomes } from './stats-v2.ts'
import { summarizeOutcomes } from './summary.ts'
import { intervalsOf, readStatsWindow, secondTime } from './window.ts'

const tags = ['Organizations']
const Texts = Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 }))
const Text = Type.Optional(Type.String({ maxLength: 100 }))

const range = { statsPeriod: Text, start: Text, end: Text, interval: Text, project: Texts }
const filters = { field: Texts, category: Texts, outcome: Texts, reason: Texts, key: Texts }
const Counts = Type.Record(Type.Integer())

const readStats = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/stats_v2/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({ ...range, ...filters, groupBy: Texts }),
  response: Type.Object({
    start: Type.String(),
    end: Type.String(),
    intervals: Type.Array(Type.String()),
    groups: Type.Array(Type.Object({ by: AnyObject, totals: Counts, series: Type.Record(Type.Array(Type.Integer())) })),
  }),
  summary: 'How much came in and what became of it, over time',
  tags,
  async handler({ organization, query }, { storage, now }) {
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    if (projects.length === 0) throw new LapwingError('bad_request', { detail: 'No projects available' })
    const window = readStatsWindow(query, now())
    const projectIds = projects.map((project) => project.id)
    const groups = await groupOutcomes(query, projectIds, window, storage.meta)
    const { start, end } = window
    return { start: secondTime(start), end: secondTime(end), intervals: intervalsOf(window).map(secondTime), groups }
  },
})

const readSummary = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/stats-summary/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({ ...range, ...filters, download: Type.Optional(Type.Boolean()) }),
  response: Type.Object({
    start: Type.String(),
    end: Type.String(),
    projects: Type.Array(
      Type.Object({
        id: Type.String(),
        slug: Type.String(),
        stats: Type.Array(Type.Object({ category: Type.String(), outcomes: Counts, totals: Counts })),
      }),
    ),
  }),
  summary: 'How much came in and what became of it, by project',
  tags,
  async handler({ organization, query }, { storage, now }) {
    if (query.download)
      throw new LapwingError('bad_request', { detail: 'download is not supported; the answer is JSON' })
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    if (projects.length === 0) throw new LapwingError('bad_request', { detail: 'No projects available' })
    const window = readStatsWindow(query, now())
    const summaries = await summarizeOutcomes(query, projects, window, storage.meta)
    return { start: secondTime(window.start), end: secondTime(window.end), projects: summaries }
  },
})

const SeriesQuery = {
  stat: Type.Optional(Type.Enum(Object.keys(outcomesOfStat))),
  /** Seconds since 1970. */
  since: Type.Optional(Type.Number()),
  until: Type.Optional(Type.Number()),
  resolution: Type.Optional(Type.Enum(['10s', '1h', '1d'])),
}
const SeriesQuerySchema = Type.Object(SeriesQuery)
const Series = Type.Array(Type.Array(Type.Integer()))

const readProjectStats = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/stats/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: SeriesQuerySchema,
  response: Series,
  summary: 'Events of a project over time, as `[seconds since 1970, count]`',
  tags: ['Projects'],
  async handler({ project, query }, { storage, now }) {
    const series = await countErrors({ projectIds: [project.id], ...readSeriesQuery(query, now()) }, storage.meta)
    return series.get(project.id) ?? []
  },
})

const readLegacyStats = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/stats/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    ...SeriesQuery,
    group: Type.Optional(Type.Enum(['organization', 'project'])),
    project: Texts,
    projectID: Texts,
  }),
  response: Type.Union([Series, Type.Record(Series)]),
  summary: 'Events of an organization over time; with `group=project` by project',
  tags,
  async handler({ organization, query }, { storage, now }) {
    const projects = await readScopeProjects(organization.id, query.projectID ?? query.project, storage.meta)
    const projectIds = projects.map((project) => project.id)
    const series = await countErrors({ projectIds, ...readSeriesQuery(query, now()) }, storage.meta)
    if (query.group === 'project') return Object.fromEntries(series)
    return addUp([...series.values()])
  },
})

function readSeriesQuery(query: Static<typeof SeriesQuerySchema>, now: number) {
  if (query.resolution === '10s') {
    throw new LapwingError('bad_request', { detail: 'Events are counted by the hour: use a resolution of 1h or 1d.' })
  }
  const until = query.until === undefined ? now : Math.round(query.until * 1000)
  const since = query.since === undefined ? until - day + 1000 : Math.round(query.since * 1000)
  if (since > until) throw new LapwingError('bad_request', { detail: 'since must be before until' })
  // A week of hours is what Sentry keeps of them.
  const isLong = until - since > 7 * day
  const resolution = query.resolution === '1d' || (query.resolution === undefined && isLong) ? day : day / 24
  return { stat: query.stat ?? 'received', since, until, resolution }
}

const day = 86_400_000

function addUp(series: StatPoint[][]): StatPoint[] {
  const [first = []] = series
  return first.map(([time], index) => [time, series.reduce((sum, points) => sum + (points[index]?.[1] ?? 0), 0)])
}

export const statsRoutes = [readStats, readSummary, readProjectStats, readLegacyStats]
