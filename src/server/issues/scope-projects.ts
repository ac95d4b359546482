import { LapwingError } from '../errors.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'

/**
 * The organisation's projects that a list's `project` parameters name (ids or slugs, repeated; `-1` or none = all). One that is not there is
 * `forbidden`, as in Sentry, so that a typo does not read as "no issues".
 */
export async function readScopeProjects(
  organizationId: number,
  chosen: string[] | undefined,
  meta: Pick<MetaStore, 'listProjects'>,
): Promise<Project[]> {
  const projects = await meta.listProjects(organizationId)
  const names = (chosen ?? []).filter((name) => name !== '')
  if (names.length === 0 || names.includes('-1')) return projects
  return names.map((name) => {
    const project = projects.find((one) => String(one.id) === name || one.slug === name)
    if (!project) throw new LapwingError('forbidden', { detail: `You have no access to a project '${name}'.` })
    return project
  })
}
