import { LapwingError } from '../errors.ts'
import type { ApiServices } from '../http/context.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { type Cursor, type Page, readCursor, readPageSize } from '../http/paging.ts'
import type { RouteInput } from '../http/route.ts'
import { readTimeRange } from '../http/time-range.ts'
import { type Static, Type } from '../http/type.ts'
import { everything } from '../storage/condition.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { type Release, type ReleaseSort, releaseSorts, releaseStatuses } from '../storage/meta/ports/releases.ts'
import { healthQuery, isSwitchedOn, readHealthWish } from './health/options.ts'
import { type HealthSort, healthSorts, rankByHealth } from './health/ranks.ts'
import { listReleasesOfStage } from './health/stages.ts'
import { listQuery, rankedQuery, toPage, toRankedPage } from './paging.ts'
import { readReleaseQuery } from './query.ts'
import type { ReleaseJson } from './schema.ts'
import { readReleases } from './view.ts'

/** Parameters of both lists of releases. */
export const releaseListQuery = {
  query: Type.Optional(Type.String({ maxLength: 4096 })),
  environment: EnvironmentsQuery,
  status: Type.Optional(Type.Enum(['', ...releaseStatuses])),
  sort: Type.Optional(Type.String()),
  statsPeriod: Type.Optional(Type.String()),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  ...healthQuery,
  /** `1`: one row a release and project. */
  flatten: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
}
const ListQuerySchema = Type.Object(releaseListQuery)
type ListQueryValues = Static<typeof ListQuerySchema>

type Services = Pick<ApiServices, 'storage' | 'now'>

interface ListInput {
  organization: Organization
  /** Null = all of the organisation's, and releases of none. */
  projects: Project[] | null
  query: ListQueryValues
  cursor: Cursor | null
}

/** A row of a list of releases: a release or, of a flattened one, a release in a project. */
export interface ListedRelease {
  release: Release
  /** Null = in all of its projects. */
  projectId: number | null
}

/** A page of releases of these projects. */
export async function findReleasePage(
  input: ListInput,
  services: Services,
  fallbackSize: number,
): Promise<Page<ListedRelease>> {
  const { organization, projects, query, cursor } = input
  const { storage, now } = services
  const sort = readSort(query.sort)
  const environments = readEnvironments(query.environment)
  const limit = readPageSize(query, fallbackSize)
  const range = readTimeRange(query, now())
  const projectIds = projects?.map(({ id }) => id) ?? null
  const findOfStage = async (stages: string[], isNegated: boolean) => {
    const ids = projectIds ?? (await listProjectIds(organization, storage))
    return listReleasesOfStage(
      { organizationId: organization.id, projectIds: ids, environments, stages, isNegated },
      services,
    )
  }
  const where = query.query ? await readReleaseQuery(query.query, findOfStage) : everything
  const status = query.status || null
  const search = { organizationId: organization.id, projectIds, environments, status, where, ...range }
  if (isHealthSort(sort)) {
    const byProject = isSwitchedOn(query.flatten)
    const ranks = await rankByHealth(
      sort,
      {
        organizationId: organization.id,
        projectIds: projectIds ?? (await listProjectIds(organization, storage)),
        isWholeOrganization: projectIds === null,
        environments,
        period: readHealthWish(query).summaryPeriod,
        byProject,
        now: now(),
      },
      storage,
    )
    const list = await storage.meta.rankReleases({ ...search, ...rankedQuery(cursor, limit), ranks, byProject })
    return toRankedPage(list, cursor, byProject)
  }
  const list = await storage.meta.searchReleases({ ...search, ...listQuery(cursor, limit), sort })
  const rows = list.rows.map((release) => ({ release, projectId: null }))
  return toPage({ ...list, rows }, cursor, ({ release }) => {
    return { value: sort === 'date' ? dateOf(release) : 0, id: release.id }
  })
}

/** What a release is sorted by: when it was released, else when it was first named. */
export function dateOf({ releasedAt, createdAt }: Release): number {
  return releasedAt ?? createdAt
}

/** The same, as the API shows it. */
export async function listReleases(
  organization: Organization,
  projects: Project[] | null,
  { query, page }: Pick<RouteInput, 'page'> & { query: ListQueryValues },
  services: Services,
): Promise<ReleaseJson[]> {
  const cursor = readCursor(query.cursor)
  const wish = readHealthWish(query)
  const rows = page(await findReleasePage({ organization, projects, query, cursor }, services, 25), cursor)
  const scope = { projects, environments: readEnvironments(query.environment) }
  const releases = new Map(rows.map(({ release }) => [release.id, release]))
  const shown = await readReleases([...releases.values()], organization, scope, services, wish)
  if (!isSwitchedOn(query.flatten)) return shown
  const byId = new Map(shown.map((release) => [release.id, release]))
  return rows.flatMap(({ release, projectId }) => {
    const whole = byId.get(release.id)
    return whole ? flatten(whole).filter((one) => projectId === null || one.projects[0]?.id === projectId) : []
  })
}

function isHealthSort(sort: ReleaseSort | HealthSort): sort is HealthSort {
  return healthSorts.some((one) => one === sort)
}

function readSort(name: string | undefined): ReleaseSort | HealthSort {
  if (!name) return 'date'
  const sorts = [...releaseSorts, ...healthSorts]
  const sort = sorts.find((one) => one === name)
  if (sort) return sort
  throw new LapwingError('bad_request', { detail: `Invalid sort "${name}": one of ${sorts.join(', ')}.` })
}

async function listProjectIds(organization: Organization, { meta }: Pick<Services['storage'], 'meta'>) {
  return (await meta.listProjects(organization.id)).map(({ id }) => id)
}

function flatten(release: ReleaseJson): ReleaseJson[] {
  return release.projects.map((project) => ({ ...release, projects: [project], newGroups: project.newGroups }))
}
