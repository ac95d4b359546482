import { LapwingError } from '../errors.ts'
import { type Access, accessTo } from '../http/authorize.ts'
import type { Caller } from '../http/authenticate.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'

/** The organisations that the caller belongs to, with what they may do there; all of them for a superuser. */
export async function listVisibleOrganizations(
  caller: Caller,
  meta: MetaStore,
): Promise<{ organization: Organization; access: Access }[]> {
  const everything = caller.user === null || caller.user.isSuperuser
  const candidates = await meta.listOrganizations(everything ? null : caller.user.id)
  const visible: { organization: Organization; access: Access }[] = []
  for (const organization of candidates) {
    const access = await accessTo(organization, caller, meta)
    if (access) visible.push({ organization, access })
  }
  return visible
}

/** `acme slug:acme id:7 email:jane@acme.test status:active`: all words must hold; a bare word is looked for in slug and name. */
export function organizationFilter(query: string): (organization: Organization) => boolean {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (organization) =>
    words.every((word) => {
      if (word.startsWith('slug:')) return organization.slug === word.slice(5)
      if (word.startsWith('id:')) return String(organization.id) === word.slice(3)
      if (word.startsWith('status:')) return ['active', 'visible'].includes(word.slice(7))
      return `${organization.slug}\n${organization.name}`.toLowerCase().includes(word)
    })
}

/** What the list is sorted by, ascending: as created, or with most members or projects first. */
export async function rankOrganizations(
  visible: { organization: Organization }[],
  sortBy: string | undefined,
  meta: Pick<MetaStore, 'listMembers' | 'listProjects'>,
): Promise<Map<number, number>> {
  const count = async (id: number) => {
    if (sortBy === 'members') return (await meta.listMembers(id)).length
    return (await meta.listProjects(id)).length
  }
  const ranks = new Map<number, number>()
  for (const { organization } of visible) {
    if (sortBy === undefined || sortBy === 'date') ranks.set(organization.id, organization.createdAt)
    else if (sortBy === 'members' || sortBy === 'projects') ranks.set(organization.id, -(await count(organization.id)))
    else throw new LapwingError('bad_request', { detail: `Invalid sortBy: '${sortBy}'; use members or projects` })
  }
  return ranks
}
