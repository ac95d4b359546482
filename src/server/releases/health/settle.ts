import { everything } from '../../storage/condition.ts'
import type { MetaStore } from '../../storage/meta/port.ts'
import type { AdoptedRelease } from '../../storage/meta/ports/adoptions.ts'
import type { SessionGroup, SessionStore } from '../../storage/sessions/port.ts'

const hour = 3_600_000
/** Sentry's rule (getsentry/sentry, release_health/tasks.py and release_monitor/): a tenth of an environment's sessions of the last 6 hours. */
const hours = 6
const share = 0.1

interface Stores {
  meta: Pick<MetaStore, 'listOrganizations' | 'listProjects' | 'settleAdoptions'>
  sessions: Pick<SessionStore, 'summarize'>
}

/**
 * Notes which releases came into use and which went out of it, in each named environment of each project: in use is what at least a tenth
 * of its recent sessions are of. A project without any is left as it is, for a quiet night replaces nothing. How many changed. Called every
 * minute, since an hour as in Sentry is long to wait for a mark that a roll-out took hold.
 */
export async function settleAdoptions({ meta, sessions }: Stores, now: number): Promise<number> {
  let changed = 0
  for (const { id: organizationId } of await meta.listOrganizations(null)) {
    const projects = await meta.listProjects(organizationId)
    if (projects.length === 0) continue
    const groups = await sessions.summarize({
      organizationId,
      projectIds: projects.map(({ id }) => id),
      isWholeOrganization: true,
      where: everything,
      // Whole hours are what cells hold.
      start: Math.floor(now / hour - hours) * hour,
      end: Math.ceil((now + 1) / hour) * hour,
      groupBy: ['project', 'release', 'environment'],
      groups: null,
      wants: { users: false, durations: false },
    })
    const projectIds = [...new Set(groups.flatMap(({ key }) => key.projectId ?? []))]
    if (projectIds.length === 0) continue
    changed += await meta.settleAdoptions({ projectIds, adopted: findAdopted(groups), at: now })
  }
  return changed
}

/** Of groups by project, release and environment: those that are in use. */
export function findAdopted(groups: SessionGroup[]): AdoptedRelease[] {
  const totals = new Map<string, number>()
  for (const { key, figures } of groups) {
    const place = `${key.projectId}:${key.environment}`
    totals.set(place, (totals.get(place) ?? 0) + figures.sessions)
  }
  return groups.flatMap(({ key: { projectId, release, environment }, figures }) => {
    if (projectId === null || !release || !environment || figures.sessions === 0) return []
    const total = totals.get(`${projectId}:${environment}`) ?? 0
    return figures.sessions >= total * share ? [{ projectId, version: release, environment }] : []
  })
}
