import { LapwingError } from '../../errors.ts'
import type { Resolution } from '../../storage/meta/ports/issues.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import type { MetaStore } from '../../storage/meta/port.ts'
import type { Solution } from './status.ts'

export type SolutionMeta = Pick<
  MetaStore,
  'listLatestReleases' | 'findRelease' | 'describeReleases' | 'listRepositories'
>

/** Looks up in the project what issues are said to be solved in. Throws `invalid_input` when it is not there. */
export async function resolveSolution(solution: Solution, project: Project, meta: SolutionMeta): Promise<Resolution> {
  switch (solution.kind) {
    case 'next':
      return { kind: 'release', release: await latestRelease(project, 'inNextRelease', meta), isNext: true }
    case 'latest':
      return { kind: 'release', release: await latestRelease(project, 'inRelease', meta), isNext: false }
    case 'release':
      return { kind: 'release', release: await knownRelease(solution.version, project, meta), isNext: false }
    case 'commit': {
      const { commit, repository } = solution
      const repositoryId = repository === null ? null : await findRepository(repository, project, meta)
      return { kind: 'commit', repositoryId, commit }
    }
  }
}

async function latestRelease(project: Project, member: string, meta: SolutionMeta): Promise<string> {
  const [latest] = await meta.listLatestReleases([project.id], { environments: null })
  if (!latest) throw unknown(member, `Project '${project.slug}' has no release yet.`)
  return latest.version
}

async function knownRelease(version: string, project: Project, meta: SolutionMeta): Promise<string> {
  const release = await meta.findRelease(project.organizationId, version)
  const [figures] = release
    ? await meta.describeReleases([release.id], { projectIds: [project.id], environments: null })
    : []
  const isOfProject = figures?.projects.some(({ projectId }) => projectId === project.id) ?? false
  if (!isOfProject) throw unknown('inRelease', `Project '${project.slug}' has no release '${version}'.`)
  return version
}

async function findRepository(name: string, project: Project, meta: SolutionMeta): Promise<number> {
  const repositories = await meta.listRepositories(project.organizationId)
  const repository = repositories.find((one) => one.name === name)
  if (!repository) throw unknown('inCommit', `There is no repository '${name}'.`)
  return repository.id
}

function unknown(member: string, message: string): LapwingError {
  return new LapwingError('invalid_input', { fields: { [`statusDetails.${member}`]: [message] } })
}
