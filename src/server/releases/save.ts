import { LapwingError } from '../errors.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Release } from '../storage/meta/ports/releases.ts'
import type { ReleaseChange } from './body.ts'
import { setCommits } from './set-commits.ts'

/** The repository of commits that name none, as Sentry names it. */
export function defaultRepository(organization: Organization): string {
  return `organization-${organization.id}`
}

/** Creates a release, or tells the one of this name what is new; `isNew` when it or one of its projects is. */
export async function createRelease(
  input: {
    organization: Organization
    version: string
    projectIds: number[]
    change: ReleaseChange
    userAgent: string | null
    now: number
  },
  meta: MetaStore,
): Promise<{ release: Release; isNew: boolean }> {
  const { organization, version, projectIds, change, userAgent, now } = input
  const ownerUserId = change.owner === undefined ? null : await findOwner(change.owner, organization, meta)
  const { release, isCreated, addedProjectIds } = await meta.createRelease({
    organizationId: organization.id,
    version,
    projectIds,
    ref: change.ref ?? null,
    url: change.url ?? null,
    createdAt: now,
    startedAt: change.startedAt ?? null,
    releasedAt: change.releasedAt ?? null,
    ownerUserId,
    status: change.status ?? null,
    userAgent,
  })
  await setCommits(release, { commits: change.commits, refs: change.refs }, now, meta)
  return { release: await reread(release, meta), isNew: isCreated || addedProjectIds.length > 0 }
}

/** Applies a change; gives the release as it is then. */
export async function updateRelease(
  release: Release,
  change: ReleaseChange,
  organization: Organization,
  now: number,
  meta: MetaStore,
): Promise<Release> {
  const { commits, refs, owner, ...patch } = change
  const ownerUserId = owner === undefined ? undefined : await findOwner(owner, organization, meta)
  await meta.updateRelease(release.id, { ...patch, ...(ownerUserId !== undefined && { ownerUserId }) })
  await setCommits(release, { commits, refs }, now, meta)
  return reread(release, meta)
}

async function reread(release: Release, meta: Pick<MetaStore, 'findRelease'>): Promise<Release> {
  return (await meta.findRelease(release.organizationId, release.version)) ?? release
}

async function findOwner(
  owner: string,
  organization: Organization,
  meta: Pick<MetaStore, 'listMembers'>,
): Promise<number> {
  const sought = owner.toLowerCase().replace(/^user:/, '')
  const members = await meta.listMembers(organization.id)
  const member = members.find(({ user }) => user.email.toLowerCase() === sought || String(user.id) === sought)
  if (!member) throw new LapwingError('invalid_input', { fields: { owner: ['No member of the organization.'] } })
  return member.user.id
}
