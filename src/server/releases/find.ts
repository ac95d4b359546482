import { LapwingError } from '../errors.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Release } from '../storage/meta/ports/releases.ts'

/** The release of this name in the organisation and, unless null, of the project; else `not_found`. */
export async function findReleaseOf(
  { organization, project }: { organization: Organization; project: Project | null },
  version: string,
  meta: Pick<MetaStore, 'findRelease' | 'describeReleases'>,
): Promise<Release> {
  const release = await meta.findRelease(organization.id, version)
  if (!release) throw new LapwingError('not_found')
  if (project) {
    const scope = { projectIds: [project.id], environments: null }
    const [figures] = await meta.describeReleases([release.id], scope)
    if (figures?.projects.length !== 1) throw new LapwingError('not_found')
  }
  return release
}
