import type { Issue, MetaStore } from '../storage/meta/port.ts'
import { readShortId } from './short-id.ts'

/**
 * An issue by its number or, within an organisation, by its short id (`WEB-4F`). Does not check whose it is.
 */
export async function findIssueByReference(
  meta: Pick<MetaStore, 'findIssue' | 'findProject' | 'findIssueByNumber'>,
  organizationId: number | null,
  reference: string,
): Promise<Issue | null> {
  if (/^\d{1,15}$/.test(reference)) return meta.findIssue(Number(reference))
  const shortId = organizationId === null ? null : readShortId(reference)
  if (!shortId || organizationId === null) return null
  const project = await meta.findProject(organizationId, shortId.slug)
  return project && meta.findIssueByNumber(project.id, shortId.number)
}
