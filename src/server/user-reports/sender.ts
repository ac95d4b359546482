import { parseDsn } from '../../protocol/dsn.ts'
import { LapwingError } from '../errors.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { MetaStore } from '../storage/meta/port.ts'

/**
 * The project that a DSN in `Authorization: DSN https://…` may send to, which has to be the path's. Throws `unauthenticated` without a DSN,
 * `invalid_token` for one that is no good.
 */
export async function findProjectOfDsn(
  authorization: string | undefined,
  path: { organization: string; project: string },
  meta: Pick<MetaStore, 'findKey' | 'findProjectById' | 'findOrganization'>,
): Promise<{ organization: Organization; project: Project }> {
  const [, text] = /^dsn\s+(\S+)\s*$/i.exec(authorization ?? '') ?? []
  if (!text) throw new LapwingError('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="api"' } })
  const parsed = parseDsn(text)
  const key = parsed.ok ? await meta.findKey(parsed.dsn.publicKey) : null
  const project = key?.isActive ? await meta.findProjectById(key.projectId) : null
  const organization = project && (await meta.findOrganization(String(project.organizationId)))
  if (!project || !organization) throw new LapwingError('invalid_token', { detail: 'Invalid DSN' })
  const isOrganization = [organization.slug, String(organization.id)].includes(path.organization)
  const isProject = [project.slug, String(project.id)].includes(path.project)
  if (!isOrganization || !isProject) throw new LapwingError('not_found')
  return { organization, project }
}
