import type { ApiServices } from '../http/context.ts'
import { isoHour, readSessionBounds } from './health/bounds.ts'
import { type HealthWish, noHealth } from './health/options.ts'
import { readReleaseHealth } from './health/view.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization, User } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Release } from '../storage/meta/ports/releases.ts'
import type { ReleaseJson } from './schema.ts'
import { type CommitContext, serializeRelease } from './serialize.ts'

/** Within which figures are counted; null = all. */
export interface ReleaseScope {
  projects: Project[] | null
  environments: string[] | null
}

export const everywhere: ReleaseScope = { projects: null, environments: null }

type Services = Pick<ApiServices, 'storage' | 'now'>

/** Reads what belongs to these releases of an organisation and writes them as the API shows them, in their order. */
export async function readReleases(
  releases: Release[],
  organization: Organization,
  scope: ReleaseScope,
  services: Services,
  wish: HealthWish = noHealth,
): Promise<ReleaseJson[]> {
  if (releases.length === 0) return []
  const { environments } = scope
  const { meta } = services.storage
  const projectIds = scope.projects?.map(({ id }) => id) ?? null
  const [figures, projects] = await Promise.all([
    meta.describeReleases(
      releases.map(({ id }) => id),
      { projectIds, environments },
    ),
    scope.projects ?? meta.listProjects(organization.id),
  ])
  const commits = figures.flatMap(({ lastCommit }) => lastCommit ?? [])
  const hasAuthors = figures.some(({ authors }) => authors.length > 0)
  const byId = new Map(projects.map((project) => [project.id, project]))
  const [context, owners, health] = await Promise.all([
    readCommitContext(commits, hasAuthors ? organization.id : null, meta),
    readOwners(releases, meta),
    readReleaseHealth(
      { organizationId: organization.id, releases, figures, environments, projects: byId },
      wish,
      services,
    ),
  ])
  const currentProjectMeta = {}
  return releases.flatMap((release, index) => {
    const own = figures[index]
    const owner = owners.get(release.ownerUserId ?? 0) ?? null
    return own
      ? [serializeRelease(release, { ...context, figures: own, projects: byId, owner, health, currentProjectMeta })]
      : []
  })
}

/** One release. */
export async function readRelease(
  release: Release,
  organization: Organization,
  scope: ReleaseScope,
  services: Services,
  wish: HealthWish = noHealth,
): Promise<ReleaseJson> {
  const [shown] = await readReleases([release], organization, scope, services, wish)
  if (!shown) throw new Error('a release without figures')
  return shown
}

/** Releases beside this one in a project, and when its sessions there began, as `currentProjectMeta`. */
export async function readCurrentProject(
  release: Release,
  project: Project,
  environments: string[] | null,
  { meta, sessions }: Pick<Services['storage'], 'meta' | 'sessions'>,
): Promise<Record<string, unknown>> {
  const { organizationId, version } = release
  const [{ previous, next, first, last }, { lower, upper }] = await Promise.all([
    meta.findNeighbours(release.id, { projectId: project.id, environments }),
    readSessionBounds({ organizationId, projectId: project.id, version, environments }, sessions),
  ])
  return {
    prevReleaseVersion: previous,
    nextReleaseVersion: next,
    firstReleaseVersion: first,
    lastReleaseVersion: last,
    sessionsLowerBound: lower === null ? null : isoHour(lower),
    sessionsUpperBound: upper === null ? null : isoHour(upper),
  }
}

/** What commits refer to; members only where an organisation is given. */
export async function readCommitContext(
  commits: { repositoryId: number }[],
  organizationId: number | null,
  meta: Pick<MetaStore, 'findRepositories' | 'listMembers'>,
): Promise<CommitContext> {
  const ids = [...new Set(commits.map(({ repositoryId }) => repositoryId))]
  const [repositories, members] = await Promise.all([
    ids.length === 0 ? [] : meta.findRepositories(ids),
    organizationId === null ? [] : meta.listMembers(organizationId),
  ])
  return {
    repositories: new Map(repositories.map((repository) => [repository.id, repository])),
    members: new Map(members.map(({ user }) => [user.email.toLowerCase(), user])),
  }
}

async function readOwners(releases: Release[], meta: Pick<MetaStore, 'findUser'>): Promise<Map<number, User>> {
  const ids = new Set(releases.flatMap(({ ownerUserId }) => ownerUserId ?? []))
  const users = await Promise.all([...ids].map((id) => meta.findUser(id)))
  return new Map(users.flatMap((user) => (user ? [[user.id, user]] : [])))
}
