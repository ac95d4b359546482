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
  const { found, missing } = chooseProjects(await meta.listProjects(organizationId), chosen)
  const [name] = missing
  if (name === undefined) return found
  throw new LapwingError('forbidden', { detail: `You have no access to a project '${name}'.` })
}

/** Those of the projects that are named so, and the names that are none of theirs. */
export function chooseProjects(
  projects: Project[],
  chosen: string[] | undefined,
): { found: Project[]; missing: string[] } {
  const names = (chosen ?? []).filter((name) => name !== '')
  if (names.length === 0 || names.includes('-1')) return { found: projects, missing: [] }
  const isNamed = (project: Project, name: string) => String(project.id) === name || project.slug === name
  return {
    found: names.flatMap((name) => projects.find((project) => isNamed(project, name)) ?? []),
    missing: names.filter((name) => !projects.some((project) => isNamed(project, name))),
  }
}
