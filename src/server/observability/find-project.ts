import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import { listVisibleOrganizations } from '../organizations/list.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { RefusedRequest } from './refusal.ts'

/** One of these is needed in the project's organisation. */
const scopes = ['org:read', 'event:read'] as const

/**
 * The project that a version key names: by id, slug or the public part of a DSN key. What the caller cannot see is `invalid_id`, as what is not
 * there; `forbidden` without a scope. A slug that several organisations of the caller have names none of them.
 */
export async function findAppProject(
  versionKey: string,
  caller: Caller,
  meta: MetaStore,
): Promise<{ project: Project; organization: Organization }> {
  const field = { field_name: 'version_key' }
  const visible = await listVisibleOrganizations(caller, meta)
  const found: { project: Project; organization: Organization; isAllowed: boolean }[] = []
  const key = await meta.findKey(versionKey)
  for (const { organization, access } of visible) {
    const project = await meta.findProject(organization.id, key ? String(key.projectId) : versionKey)
    const isAllowed = scopes.some((scope) => access.scopes.includes(scope))
    if (project) found.push({ project, organization, isAllowed })
  }
  const [first, second] = found
  if (!first) throw new RefusedRequest({ type: 'invalid_id', ...field })
  if (second) {
    const detail = 'version_key is a slug of several projects; use the id or a public key of the one you mean.'
    throw new RefusedRequest({ type: 'invalid_field', ...field, detail })
  }
  if (!first.isAllowed) throw new LapwingError('forbidden')
  return first
}
