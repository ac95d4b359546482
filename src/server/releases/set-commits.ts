import { findIssueByReference } from '../issues/find.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Commit, NewCommit, Release, ReleaseRef } from '../storage/meta/ports/releases.ts'
import { findFixedIssues } from './fixed-issues.ts'

type Meta = Pick<
  MetaStore,
  | 'setReleaseCommits'
  | 'setReleaseRefs'
  | 'describeReleases'
  | 'listWaitingForCommits'
  | 'changeIssues'
  | 'listMembers'
  | 'findIssue'
  | 'findMerged'
  | 'findProject'
  | 'findIssueByNumber'
>

/**
 * Tells a release its commits. Refs alone stand for the commits up to them, which nobody can fetch here: the release gets their last ones. An
 * empty list of refs clears both. Issues that the commits solve are resolved in the release.
 */
export async function setCommits(
  release: Release,
  told: { commits: NewCommit[] | undefined; refs: ReleaseRef[] | undefined },
  at: number,
  meta: Meta,
): Promise<void> {
  const { commits, refs } = told
  const hasCommits = commits !== undefined && commits.length > 0
  if (refs) {
    const heads = await meta.setReleaseRefs(release.id, refs, { asCommits: !hasCommits, at })
    if (!hasCommits) await resolveFixed(release, heads, at, meta)
  }
  if (hasCommits) await resolveFixed(release, await meta.setReleaseCommits(release.id, commits, at), at, meta)
}

async function resolveFixed(release: Release, commits: Commit[], at: number, meta: Meta): Promise<void> {
  if (commits.length === 0) return
  const [figures] = await meta.describeReleases([release.id], { projectIds: null, environments: null })
  const projectIds = figures?.projects.map(({ projectId }) => projectId) ?? []
  /** Who solved each issue; null where the address is nobody's. */
  const solvers = new Map<number, number | null>()
  for (const id of await meta.listWaitingForCommits(projectIds, commits)) solvers.set(id, null)
  for (const { issueId, email } of await findFixed(release, commits, meta)) {
    solvers.set(issueId, email === null ? null : await findMember(release, email, meta))
  }
  const resolution = { kind: 'release', release: release.version, isNext: false } as const
  for (const [userId, issues] of Map.groupBy(solvers, ([, solver]) => solver)) {
    const ids = issues.map(([id]) => id)
    await meta.changeIssues(ids, { userId, at, status: { status: 'resolved', substatus: null, resolution } })
  }
}

async function findFixed(release: Release, commits: Commit[], meta: Meta) {
  const fixed: { issueId: number; email: string | null }[] = []
  for (const { message, author } of commits) {
    for (const shortId of findFixedIssues(message ?? '')) {
      const issue = await findIssueByReference(meta, release.organizationId, shortId)
      if (issue) fixed.push({ issueId: issue.id, email: author?.email ?? null })
    }
  }
  return fixed
}

async function findMember(
  release: Release,
  email: string,
  meta: Pick<MetaStore, 'listMembers'>,
): Promise<number | null> {
  const members = await meta.listMembers(release.organizationId)
  return members.find(({ user }) => user.email.toLowerCase() === email.toLowerCase())?.user.id ?? null
}
