import type { Storage } from '../storage/storage.ts'
import { findIssuePage } from './list.ts'
import { readListItems } from './list-item.ts'

/**
 * Reads what the start page shows once, before anybody asks for it: code is compiled and the indexes are in memory then. The first requests after a start took
 * 50 to 160 ms at 10M events, all others 3.
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
}
