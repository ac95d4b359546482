import { LapwingError } from './errors.ts'
import { readEdgeEvent } from './events/read-event.ts'
import { maxTagValues } from './events/tag-values.ts'
import { everything } from './storage/condition.ts'
import type { Project } from './storage/meta/ports/projects.ts'
import type { SessionQuery } from './storage/sessions/port.ts'
import type { Storage } from './storage/storage.ts'
import { findIssuePage } from './issues/list.ts'
import { readListItems } from './issues/list-item.ts'

/** Of 760,000 events it takes 0.3 s, of 100,000 50 ms; the events view keeps nearly all of it (tag-memory.ts). */
const manyEvents = 100_000
/** Of so many; their texts, some 10,000, take 30 ms a tag the first time. More would be in the way of who comes right after a start. */
const mostIssues = 3

/**
 * Reads what the start page shows once, before anybody asks for it: code is compiled and the indexes are in memory then. The first requests after a start took
 * 50 to 160 ms at 10M events, all others 3. Then what the pages of these issues show, 6 ms each: the first hundred events take
 * half as long again as those that follow. Then sessions by release, of which the first question takes 140 ms, the third 50. Last the tags of the largest, which the events view keeps.
 */
export async function warmUp(storage: Storage, baseUrl: string, now: number): Promise<void> {
  const [organization] = await storage.meta.listOrganizations(null)
  if (!organization) return
  const projects = await storage.meta.listProjects(organization.id)
  const scope = { organizationId: organization.id, projects, userId: null }
  const query = { environments: null }
  const { page } = await findIssuePage(scope, query, { cursor: null, size: 25 }, storage, now)
  const range = { from: null, to: null }
  const view = { organization, projects, userId: null, environments: null, range, baseUrl, now }
  await readListItems(page.rows, { ...view, statsPeriod: '24h', matchingEventId: null, withSessions: false }, storage)
  for (const [place, issue] of page.rows.entries()) {
    const project = projects.find(({ id }) => id === issue.projectId)
    // Knowing on which of 90 days an id may have come takes 90 ms the first time.
    if (place === 0) await storage.payloads.locate([issue.projectId], issue.lastEventId)
    if (project) await readEdgeEvent(project, issue, 'latest', null, storage).catch(passOverMissing)
  }
  await askAboutSessions(organization.id, projects, storage, now)
  const largest = await findIssuePage(
    scope,
    { ...query, sort: 'freq' },
    { cursor: null, size: mostIssues },
    storage,
    now,
  )
  for (const { id, timesSeen } of largest.page.rows) {
    if (timesSeen < manyEvents) break
    await storage.events.countTags({
      issueId: id,
      environments: null,
      start: null,
      end: null,
      keys: null,
      topValues: maxTagValues,
    })
  }
}

const day = 86_400_000

async function askAboutSessions(
  organizationId: number,
  projects: Project[],
  storage: Storage,
  now: number,
): Promise<void> {
  if (!projects.some((project) => project.hasSessions)) return
  const end = Math.ceil(now / day) * day
  const query: SessionQuery = {
    organizationId,
    projectIds: projects.map(({ id }) => id),
    isWholeOrganization: true,
    where: everything,
    start: end - 90 * day,
    end,
    groupBy: ['release'],
    groups: null,
    wants: { users: true, durations: false },
  }
  await storage.sessions.summarize(query)
  await storage.sessions.countSeries({ ...query, interval: day })
}

/** Past its retention. */
function passOverMissing(error: unknown): void {
  if (!(error instanceof LapwingError) || error.code !== 'not_found') throw error
}
