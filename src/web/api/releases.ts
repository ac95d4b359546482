import { request, requestPage } from './request.ts'
import type * as schema from './schema.ts'
import type { Commit, Deploy, Release } from './types.ts'

export interface ReleaseListQuery {
  query?: string
  sort?: string
  project?: readonly string[]
  environment?: readonly string[]
  /** What a sort by sessions counts: one of the periods that the server knows. */
  summaryStatsPeriod?: string
  cursor?: string | null
  per_page?: number
}

/** With what is known of their health in the last 24 hours. */
const withHealth = { health: 1, adoptionStages: 1 }

export const listReleases = (org: string, query: ReleaseListQuery, signal?: AbortSignal) =>
  requestPage<Release>(`/organizations/${org}/releases/`, { query: { ...query, ...withHealth }, signal })

const pathOf = (org: string, version: string) => `/organizations/${org}/releases/${encodeURIComponent(version)}/`

export const readRelease = (
  org: string,
  version: string,
  environment: readonly string[] | undefined,
  signal?: AbortSignal,
) => request<Release>('GET', pathOf(org, version), { query: { environment, ...withHealth }, signal })

/** Versions of the releases that came before and after in a project, by date. */
export interface Neighbours {
  before: string | null
  after: string | null
}

export async function readNeighbours(
  org: string,
  version: string,
  project: number,
  environment: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<Neighbours> {
  const { currentProjectMeta } = await request<Pick<schema.Release, 'currentProjectMeta'>>(
    'GET',
    pathOf(org, version),
    { query: { project, environment }, signal },
  )
  const { prevReleaseVersion, nextReleaseVersion } = currentProjectMeta
  return { before: textOrNull(prevReleaseVersion), after: textOrNull(nextReleaseVersion) }
}

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null)

/** Newest first. */
export const listCommits = (org: string, version: string, cursor: string | null, signal?: AbortSignal) =>
  requestPage<Commit>(`${pathOf(org, version)}commits/`, { query: { cursor, per_page: 10 }, signal })

/** The latest first. */
export const listDeploys = (org: string, version: string, signal?: AbortSignal) =>
  request<Deploy[]>('GET', `${pathOf(org, version)}deploys/`, { query: { per_page: 20 }, signal })
