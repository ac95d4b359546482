import { describeRelease } from '../../protocol/release-info.ts'
import { isoTime, isoTimeOrNull } from '../http/schema.ts'
import type { User } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type {
  Commit,
  CommitAuthor,
  CommitFile,
  Deploy,
  Release,
  ReleaseFigures,
  Repository,
} from '../storage/meta/ports/releases.ts'
import type { HealthMembers, HealthView } from './health/view.ts'
import { serializeUser } from '../users/serialize.ts'
import type { CommitJson, DeployJson, ReleaseJson, RepositoryJson } from './schema.ts'

/** What commits refer to. */
export interface CommitContext {
  repositories: Map<number, Repository>
  /** Members by address, in lower case. */
  members: Map<string, User>
}

export interface ReleaseView extends CommitContext {
  figures: ReleaseFigures
  projects: Map<number, Project>
  owner: User | null
  health: HealthView
  /** Empty where no project was asked for. */
  currentProjectMeta: Record<string, unknown>
}

export function serializeRelease(release: Release, view: ReleaseView): ReleaseJson {
  const { figures } = view
  const info = describeRelease(release.version)
  const { firstSeen, lastSeen } = seenBetween(figures)
  const { lastDeploy } = figures
  return {
    id: release.id,
    version: release.version,
    shortVersion: info.description,
    versionInfo: info,
    status: release.status,
    ref: release.ref,
    url: release.url,
    dateCreated: isoTime(release.createdAt),
    dateStarted: isoTimeOrNull(release.startedAt),
    dateReleased: isoTimeOrNull(release.releasedAt),
    firstEvent: isoTimeOrNull(firstSeen),
    lastEvent: isoTimeOrNull(lastSeen),
    newGroups: figures.projects.reduce((sum, project) => sum + project.newIssues, 0),
    commitCount: release.commitCount,
    deployCount: figures.deployCount,
    lastCommit: figures.lastCommit && serializeCommit(figures.lastCommit, view),
    // Null names are for the list of deploys: here the contract wants text.
    lastDeploy: lastDeploy && { ...serializeDeploy(lastDeploy), name: lastDeploy.name ?? '' },
    authors: figures.authors.map((author) => serializeAuthor(author, view.members)),
    owner: view.owner && serializeUser(view.owner),
    projects: serializeReleaseProjects(figures, view.projects, (projectId) => view.health.of(projectId, release)),
    data: release.data,
    currentProjectMeta: view.currentProjectMeta,
    userAgent: release.userAgent,
    ...view.health.stagesOf(release),
  }
}

export function serializeReleaseProjects(
  figures: ReleaseFigures,
  projects: Map<number, Project>,
  healthOf: (projectId: number) => HealthMembers,
): ReleaseJson['projects'] {
  return figures.projects.flatMap(({ projectId, newIssues }) => {
    const project = projects.get(projectId)
    if (!project) return []
    const { id, slug, name, platform } = project
    const platforms = platform === null ? [] : [platform]
    return [{ id, slug, name, platform, platforms, newGroups: newIssues, ...healthOf(projectId) }]
  })
}

function seenBetween({ projects }: ReleaseFigures) {
  const times = projects.flatMap(({ firstSeen, lastSeen }) => {
    return firstSeen === null || lastSeen === null ? [] : [{ firstSeen, lastSeen }]
  })
  if (times.length === 0) return { firstSeen: null, lastSeen: null }
  return {
    firstSeen: Math.min(...times.map((time) => time.firstSeen)),
    lastSeen: Math.max(...times.map((time) => time.lastSeen)),
  }
}

export function serializeCommit(commit: Commit, { repositories, members }: CommitContext): CommitJson {
  const repository = repositories.get(commit.repositoryId)
  return {
    id: commit.sha,
    message: commit.message,
    dateCreated: isoTime(commit.createdAt),
    pullRequest: null,
    suspectCommitType: '',
    ...(repository && { repository: serializeRepository(repository) }),
    author: commit.author ? serializeAuthor(commit.author, members) : {},
  }
}

export function serializeCommitFile(file: CommitFile, organizationId: number, context: CommitContext) {
  const { commit } = file
  return {
    id: String(file.id),
    orgId: organizationId,
    author: commit.author ? serializeAuthor(commit.author, context.members) : {},
    commitMessage: commit.message,
    filename: file.path,
    type: file.type,
    repoName: context.repositories.get(commit.repositoryId)?.name ?? '',
  }
}

function serializeAuthor({ name, email }: CommitAuthor, members: Map<string, User>) {
  const user = members.get(email.toLowerCase())
  return user ? serializeUser(user) : { name, email }
}

export function serializeReleaseReference(release: Release) {
  return {
    version: release.version,
    shortVersion: describeRelease(release.version).description,
    ref: release.ref,
    url: release.url,
    dateReleased: isoTimeOrNull(release.releasedAt),
    dateCreated: isoTime(release.createdAt),
  }
}

export function serializeDeploy(deploy: Deploy): DeployJson {
  return {
    id: String(deploy.id),
    environment: deploy.environment,
    dateStarted: isoTimeOrNull(deploy.startedAt),
    dateFinished: isoTime(deploy.finishedAt),
    name: deploy.name,
    url: deploy.url,
  }
}

/** What Sentry calls a repository that no integration brought. */
const unknownProvider = { id: 'unknown', name: 'Unknown Provider' }

export function serializeRepository(repository: Repository): RepositoryJson {
  const { provider } = repository
  return {
    id: String(repository.id),
    name: repository.name,
    url: repository.url,
    provider: provider === null ? unknownProvider : { id: provider, name: provider },
    status: repository.status,
    dateCreated: isoTime(repository.createdAt),
    integrationId: null,
    externalSlug: null,
    externalId: null,
  }
}
