import { type Access, accessTo } from '../http/authorize.ts'
import type { Caller } from '../http/authenticate.ts'
import type { MetaStore, Organization } from '../storage/meta/port.ts'

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
