import type { Issue } from '../storage/meta/ports/issues.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { readShortId } from './short-id.ts'

/**
 * An issue by its number or, within an organisation, by its short id (`WEB-4F`); of an issue that was merged into another, the other. Does
 * not check whose it is.
 */
export async function findIssueByReference(
  meta: Pick<MetaStore, 'findIssue' | 'findMerged' | 'findProject' | 'findIssueByNumber'>,
  organizationId: number | null,
  reference: string,
): Promise<Issue | null> {
  if (/^\d{1,15}$/.test(reference)) return findWithMerged(meta, Number(reference))
  const shortId = organizationId === null ? null : readShortId(reference)
  if (!shortId || organizationId === null) return null
  const project = await meta.findProject(organizationId, shortId.slug)
  return project && meta.findIssueByNumber(project.id, shortId.number)
}

/** Merges of merges lead on; longer chains than this are none that people make. */
const maxMerges = 100

async function findWithMerged(meta: Pick<MetaStore, 'findIssue' | 'findMerged'>, id: number): Promise<Issue | null> {
  let current: number | null = id
  for (let step = 0; current !== null && step < maxMerges; step++) {
    const issue: Issue | null = await meta.findIssue(current)
    if (issue) return issue
    current = await meta.findMerged(current)
  }
  return null
}
