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
import { type Release, type ReleaseSort, releaseStatuses } from '../storage/meta/ports/releases.ts'
import { listQuery, toPage } from './paging.ts'
import { readReleaseQuery } from './query.ts'
import type { ReleaseJson } from './schema.ts'
import { readReleases } from './view.ts'

export const statsPeriods = ['', '1h', '24h', '1d', '48h', '2d', '7d', '14d', '30d', '90d'] as const

/** Parameters of both lists of releases. Those of release health are taken and change nothing while there are no sessions. */
export const releaseListQuery = {
  query: Type.Optional(Type.String({ maxLength: 4096 })),
  environment: EnvironmentsQuery,
  status: Type.Optional(Type.Enum(['', ...releaseStatuses])),
  sort: Type.Optional(Type.String()),
  statsPeriod: Type.Optional(Type.String()),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  health: Type.Optional(Type.String()),
  adoptionStages: Type.Optional(Type.String()),
  summaryStatsPeriod: Type.Optional(Type.Enum(statsPeriods)),
  healthStatsPeriod: Type.Optional(Type.Enum(statsPeriods)),
  healthStat: Type.Optional(Type.String()),
  /** `1`: one row a release and project. */
  flatten: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
}
const ListQuerySchema = Type.Object(releaseListQuery)

/** By health: without sessions all are equal, and the date decides. */
const sorts: Record<string, ReleaseSort> = {
  date: 'date',
  semver: 'semver',
  build: 'build',
  sessions: 'date',
  users: 'date',
  crash_free_sessions: 'date',
  crash_free_users: 'date',
  adoption: 'date',
}

type ListQueryValues = Static<typeof ListQuerySchema>

/** A page of releases of these projects; null = of all of the organisation's, and of none. */
export async function findReleasePage(
  input: { organization: Organization; projects: Project[] | null; query: ListQueryValues; cursor: Cursor | null },
  { storage, now }: Pick<ApiServices, 'storage' | 'now'>,
  fallbackSize: number,
): Promise<Page<Release>> {
  const { organization, projects, query, cursor } = input
  const sort = readSort(query.sort)
  const list = await storage.meta.searchReleases({
    ...listQuery(cursor, readPageSize(query, fallbackSize)),
    ...readTimeRange(query, now()),
    organizationId: organization.id,
    projectIds: projects?.map(({ id }) => id) ?? null,
    environments: readEnvironments(query.environment),
    status: query.status || null,
    where: query.query ? readReleaseQuery(query.query) : everything,
    sort,
  })
  return toPage(list, cursor, (release) => ({ value: sort === 'date' ? dateOf(release) : 0, id: release.id }))
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
  services: Pick<ApiServices, 'storage' | 'now'>,
): Promise<ReleaseJson[]> {
  const cursor = readCursor(query.cursor)
  const releases = page(await findReleasePage({ organization, projects, query, cursor }, services, 25), cursor)
  const scope = { projects, environments: readEnvironments(query.environment) }
  const shown = await readReleases(releases, organization, scope, services.storage.meta)
  return query.flatten === '1' || query.flatten === 'true' ? shown.flatMap(flatten) : shown
}

function readSort(name: string | undefined): ReleaseSort {
  if (!name) return 'date'
  const sort = Object.hasOwn(sorts, name) ? sorts[name] : undefined
  if (sort) return sort
  const known = Object.keys(sorts).join(', ')
  throw new LapwingError('bad_request', { detail: `Invalid sort "${name}": one of ${known}.` })
}

function flatten(release: ReleaseJson): ReleaseJson[] {
  return release.projects.map((project) => ({ ...release, projects: [project], newGroups: project.newGroups }))
}
