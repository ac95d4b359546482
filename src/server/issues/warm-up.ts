import { LapwingError } from '../errors.ts'
import { readEdgeEvent } from '../events/read-event.ts'
import { maxTagValues } from '../events/tag-values.ts'
import type { Storage } from '../storage/storage.ts'
import { findIssuePage } from './list.ts'
import { readListItems } from './list-item.ts'

/** Of 760,000 events it takes 0.3 s, of 100,000 50 ms; the events view keeps nearly all of it (tag-memory.ts). */
const manyEvents = 100_000
/** Of so many; their texts, some 10,000, take 30 ms a tag the first time. More would be in the way of who comes right after a start. */
const mostIssues = 3

/**
 * Reads what the start page shows once, before anybody asks for it: code is compiled and the indexes are in memory then. The first requests after a start took
 * 50 to 160 ms at 10M events, all others 3. Then what the pages of these issues show, 6 ms each: the first hundred events take
 * half as long again as those that follow. Last the tags of the largest, which the events view keeps.
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

/** Past its retention. */
function passOverMissing(error: unknown): void {
  if (!(error instanceof LapwingError) || error.code !== 'not_found') throw error
}
