import { meets } from '../condition.ts'
import type { SessionGroupKey, SessionQuery } from '../port.ts'
import type { CellOwner } from './deltas.ts'
import type { Place } from './places.ts'

/** A group of a query and whose cells add up to it; no session is in two of them. */
export interface CoveredGroup {
  key: SessionGroupKey
  places: Place[]
  owners: CellOwner[]
  /** When its sessions started, in seconds to the 10. */
  first: number
  last: number
}

/**
 * The groups of a query, with the fewest cells that hold their sessions: where all places of a project, a release or an environment are wanted, its
 * own cells instead of those of each place. `wholeSince`: from when on the organisation's cells hold everything (seconds).
 */
export function coverPlaces(query: SessionQuery, places: Iterable<Place>, wholeSince: number): CoveredGroup[] {
  const [from, to] = [query.start / 1000, query.end / 1000]
  const projectIds = new Set(query.projectIds)
  const active = [...places].filter(
    ({ organizationId, projectId, first, last }) =>
      organizationId === query.organizationId &&
      projectIds.has(projectId) &&
      first !== null &&
      last !== null &&
      hourOf(first) < to &&
      last >= hourOf(from),
  )
  const groupKeys = query.groups && new Set(query.groups.map(nameOf))
  const groups = new Map<string, { key: SessionGroupKey; places: Place[] }>()
  for (const place of active) {
    if (!meets(place, query.where)) continue
    const key = keyOf(query, place)
    const name = nameOf(key)
    if (groupKeys && !groupKeys.has(name)) continue
    const group = groups.get(name) ?? { key, places: [] }
    groups.set(name, group)
    group.places.push(place)
  }
  const isWhole = query.isWholeOrganization && from >= wholeSince
  const counts = countPlaces(active)
  return [...groups.values()].map(({ key, places: wanted }) => ({
    key,
    places: wanted,
    owners: coverGroup(wanted, counts, isWhole ? -query.organizationId : null),
    first: wanted.reduce((least, { first }) => Math.min(least, first ?? least), Number.POSITIVE_INFINITY),
    last: wanted.reduce((most, { last }) => Math.max(most, last ?? most), 0),
  }))
}

/** Old sessions are counted by the hour in which they began. */
export function hourOf(seconds: number): number {
  return seconds - (seconds % 3600)
}

function keyOf({ groupBy }: SessionQuery, place: Place): SessionGroupKey {
  return {
    projectId: groupBy.includes('project') ? place.projectId : null,
    release: groupBy.includes('release') ? place.release : null,
    environment: groupBy.includes('environment') ? place.environment : null,
  }
}

function nameOf({ projectId, release, environment }: SessionGroupKey): string {
  return JSON.stringify([projectId, release, environment])
}

/** How many places there are in all, in each project, and of each release and environment of one. */
interface PlaceCounts {
  all: number
  projects: Map<number, number>
  releases: Map<string, number>
  environments: Map<string, number>
  /** Over all projects. */
  environmentsOfAll: Map<number, number>
}

function countPlaces(places: Place[]): PlaceCounts {
  const counts: PlaceCounts = {
    all: places.length,
    projects: new Map(),
    releases: new Map(),
    environments: new Map(),
    environmentsOfAll: new Map(),
  }
  for (const { projectId, releaseId, environmentId } of places) {
    increase(counts.projects, projectId)
    increase(counts.releases, `${projectId}/${releaseId}`)
    increase(counts.environments, `${projectId}/${environmentId}`)
    increase(counts.environmentsOfAll, environmentId)
  }
  return counts
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function coverGroup(places: Place[], counts: PlaceCounts, organizationOwner: number | null): CellOwner[] {
  if (organizationOwner !== null) {
    const whole = coverOrganization(places, counts, organizationOwner)
    if (whole) return whole
  }
  const byProject = Map.groupBy(places, ({ projectId }) => projectId)
  return [...byProject].flatMap(([projectId, own]) => coverProject(projectId, own, counts))
}

function coverOrganization(places: Place[], counts: PlaceCounts, ownerId: number): CellOwner[] | null {
  if (places.length === counts.all) return [{ ownerId, environmentId: 0, releaseId: 0 }]
  const byEnvironment = Map.groupBy(places, ({ environmentId }) => environmentId)
  const isWhole = [...byEnvironment].every(([id, own]) => own.length === counts.environmentsOfAll.get(id))
  if (!isWhole) return null
  return [...byEnvironment.keys()].map((environmentId) => ({ ownerId, environmentId, releaseId: 0 }))
}

function coverProject(ownerId: number, places: Place[], counts: PlaceCounts): CellOwner[] {
  if (places.length === counts.projects.get(ownerId)) return [{ ownerId, environmentId: 0, releaseId: 0 }]
  const byEnvironment = Map.groupBy(places, ({ environmentId }) => environmentId)
  const byRelease = Map.groupBy(places, ({ releaseId }) => releaseId)
  const wholeEnvironments = [...byEnvironment].every(
    ([id, own]) => own.length === counts.environments.get(`${ownerId}/${id}`),
  )
  if (wholeEnvironments && byEnvironment.size <= byRelease.size) {
    return [...byEnvironment.keys()].map((environmentId) => ({ ownerId, environmentId, releaseId: 0 }))
  }
  return [...byRelease].flatMap(([releaseId, own]) =>
    own.length === counts.releases.get(`${ownerId}/${releaseId}`)
      ? [{ ownerId, environmentId: 0, releaseId }]
      : own.map(({ environmentId }) => ({ ownerId, environmentId, releaseId })),
  )
}
