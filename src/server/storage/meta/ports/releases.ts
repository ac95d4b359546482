import type { JsonObject } from '../../../../protocol/event.ts'
import type { ParsedRelease } from '../../../../protocol/release.ts'
import type { Comparison, Condition, TextMatch } from '../../condition.ts'

export const releaseStatuses = ['open', 'archived'] as const

export type ReleaseStatus = (typeof releaseStatuses)[number]

export interface Release {
  id: number
  organizationId: number
  /** Unique in the organisation; the same release may be of several projects. */
  version: string
  ref: string | null
  url: string | null
  /** When it was created through the API, or the time of the first event or session that named it. */
  createdAt: number
  startedAt: number | null
  releasedAt: number | null
  ownerUserId: number | null
  status: ReleaseStatus
  data: JsonObject
  /** Of the client that created it; null when an event or session did. */
  userAgent: string | null
  commitCount: number
}

export interface NewRelease {
  organizationId: number
  version: string
  projectIds: number[]
  ref: string | null
  url: string | null
  createdAt: number
  startedAt: number | null
  releasedAt: number | null
  ownerUserId: number | null
  /** Null: open when new, else as it is. */
  status: ReleaseStatus | null
  userAgent: string | null
}

/** What is left out stays as it is. */
export type ReleasePatch = Partial<Pick<Release, 'ref' | 'url' | 'startedAt' | 'releasedAt' | 'ownerUserId' | 'status'>>

/** A release in one project. Times are those of its events, null before the first. */
export interface ReleaseProject {
  projectId: number
  addedAt: number
  firstSeen: number | null
  lastSeen: number | null
  /** Issues whose first event was of this release. */
  newIssues: number
}

/** All that is shown of a release beside its own row. */
export interface ReleaseFigures {
  releaseId: number
  projects: ReleaseProject[]
  deployCount: number
  lastDeploy: Deploy | null
  lastCommit: Commit | null
  authors: CommitAuthor[]
}

/** A row's place in a list: what the list is sorted by, and the row's id. */
export interface ListPoint {
  value: number
  id: number
}

export interface ListQuery {
  limit: number
  after: ListPoint | null
  /** True to walk backwards from `after`. */
  backwards: boolean
}

/** In the list's order, also when walked backwards. */
export interface ListPage<Row> {
  rows: Row[]
  hasMore: boolean
}

/** `date`: released or else created, newest first; `semver`: highest version first, names without one behind; `build`: by build number. */
export const releaseSorts = ['date', 'semver', 'build'] as const

export type ReleaseSort = (typeof releaseSorts)[number]

/** A condition on a release's name. What is absent (no package, no version) fails every test; only `not` turns it into a match. */
export type ReleaseCondition =
  | { kind: 'version'; match: TextMatch }
  | { kind: 'package'; match: TextMatch }
  | { kind: 'build'; match: TextMatch }
  | { kind: 'buildNumber'; comparison: Comparison; value: number }
  /** By semver's order without builds; of this package only, unless null. */
  | { kind: 'semver'; comparison: Comparison; version: ParsedRelease }
  /** `1.2.*` is `[1, 2]`: the first numbers of the version. */
  | { kind: 'semverPrefix'; package: string | null; numbers: number[] }

export interface ReleaseSearch extends ListQuery {
  organizationId: number
  /** Releases of any of these; null = of any project or of none. */
  projectIds: number[] | null
  /** Seen or deployed in any of these; null = all. The environment '' stands for events that name none. */
  environments: string[] | null
  status: ReleaseStatus | null
  where: Condition<ReleaseCondition>
  sort: ReleaseSort
  /** `dateOf(release)` within: from ≤ date < to; null = open. */
  from: number | null
  to: number | null
}

/** What releases are sorted by that meta does not know. */
export interface ReleaseRank {
  /** Of the release in this project; null = of the release. */
  projectId: number | null
  version: string
  /** Not negative. */
  rank: number
}

export interface RankedSearch extends Omit<ReleaseSearch, 'sort' | 'after'> {
  /** The highest first, then releases without a rank, each the latest by date first. */
  ranks: ReleaseRank[]
  /** One row a release and project; else one a release. */
  byProject: boolean
  after: RankPoint | null
}

/** A row's place among ranked ones; without a rank it is -1. */
export interface RankPoint {
  rank: number
  id: number
  /** 0 unless by project. */
  projectId: number
}

export interface RankedRelease {
  release: Release
  point: RankPoint
}

export interface CommitAuthor {
  id: number
  name: string | null
  email: string
}

export interface Commit {
  id: number
  repositoryId: number
  sha: string
  message: string | null
  createdAt: number
  author: CommitAuthor | null
}

/** A commit as it is told; null = not told, then what was told before stays. */
export interface NewCommit {
  sha: string
  /** Name of the repository; it is created when unknown. */
  repository: string
  message: string | null
  author: { name: string | null; email: string } | null
  createdAt: number | null
  files: { path: string; type: CommitFileType }[] | null
}

/** Added, modified, deleted. */
export const commitFileTypes = ['A', 'M', 'D'] as const

export type CommitFileType = (typeof commitFileTypes)[number]

export interface CommitFile {
  id: number
  path: string
  type: CommitFileType
  commit: Commit
}

/** The state of one repository in a release. */
export interface ReleaseRef {
  repository: string
  commit: string
  previousCommit: string | null
}

export const repositoryStatuses = ['active', 'disabled'] as const

export type RepositoryStatus = (typeof repositoryStatuses)[number]

export interface Repository {
  id: number
  organizationId: number
  name: string
  url: string | null
  /** `github` …; null for one that was only named. */
  provider: string | null
  status: RepositoryStatus
  createdAt: number
}

export interface Deploy {
  id: number
  releaseId: number
  environment: string
  name: string | null
  url: string | null
  startedAt: number | null
  finishedAt: number
}

/** A release's name and dates, as searches need them. */
export interface ReleaseVersion {
  version: string
  /** Null for a name without a version. */
  parsed: ParsedRelease | null
  createdAt: number
  releasedAt: number | null
}

export interface ReleaseStore {
  /**
   * Creates the release, or adds to the one of this name: the projects that it lacks and whatever it does not know yet (what it knows stays).
   * Resolutions that waited for the next release of these projects get it.
   */
  createRelease(row: NewRelease): Promise<{ release: Release; isCreated: boolean; addedProjectIds: number[] }>
  findRelease(organizationId: number, version: string): Promise<Release | null>
  updateRelease(id: number, patch: ReleasePatch): Promise<void>
  /** Not while there are issues that began in it (`in_use`): they would name a release that is not there. */
  deleteRelease(id: number): Promise<'deleted' | 'in_use'>
  searchReleases(search: ReleaseSearch): Promise<ListPage<Release>>
  /** The same in an order that is given from outside. */
  rankReleases(search: RankedSearch): Promise<ListPage<RankedRelease>>
  /** Figures of these releases in their order; within these projects and environments only, unless null. */
  describeReleases(
    releaseIds: number[],
    scope: { projectIds: number[] | null; environments: string[] | null },
  ): Promise<ReleaseFigures[]>
  /** Versions of the project's releases next to this one by date, and the first and last of all; null where there is none. */
  findNeighbours(
    releaseId: number,
    scope: { projectId: number; environments: string[] | null },
  ): Promise<{ previous: string | null; next: string | null; first: string | null; last: string | null }>
  /** The release before this one, by date, that shares a project with it and has commits. */
  findPreviousWithCommits(releaseId: number): Promise<Release | null>

  /** Names and dates, newest first, of releases of any of the projects, seen in any of the environments (null = all). */
  listReleaseVersions(
    projectIds: number[],
    scope: { environments: string[] | null; limit?: number },
  ): Promise<ReleaseVersion[]>
  /**
   * The latest release of each project that has one: the highest version where the project's latest releases are versions (any of the last 3 and
   * at least 3 of the last 10; of fewer than 3, all), else the one with the latest date.
   */
  listLatestReleases(
    projectIds: number[],
    scope: { environments: string[] | null },
  ): Promise<{ projectId: number; version: string }[]>

  /** Replaces the release's commits; newest first, then in the given order. Gives them as they are now. */
  setReleaseCommits(releaseId: number, commits: NewCommit[], at: number): Promise<Commit[]>
  /**
   * Sets the state of the repositories; gives the commits as they are then. With `asCommits` refs that are not among them take the place of
   * those of their repositories, and without refs the release has none.
   */
  setReleaseRefs(releaseId: number, refs: ReleaseRef[], options: { asCommits: boolean; at: number }): Promise<Commit[]>
  listReleaseRefs(releaseId: number): Promise<ReleaseRef[]>
  /** Of one repository only, unless null; points are (place in the release, id of the commit). */
  listReleaseCommits(
    query: ListQuery & { releaseId: number; repositoryId: number | null },
  ): Promise<ListPage<{ point: ListPoint; commit: Commit }>>
  /** Points are (0, id). */
  listCommitFiles(query: ListQuery & { releaseId: number }): Promise<ListPage<CommitFile>>
  countCommitFiles(releaseId: number): Promise<number>
  /** Releases that hold these commits, per commit, newest first. */
  listReleasesOfCommits(commitIds: number[]): Promise<{ commitId: number; releases: Release[] }[]>
  /** Issues of these projects that are resolved in this release; ids, ascending. */
  listResolvedIn(query: { projectIds: number[]; version: string; limit: number }): Promise<number[]>
  /** Issues of these projects that are resolved by one of these commits and wait for a release to bring it. */
  listWaitingForCommits(projectIds: number[], commits: Pick<Commit, 'repositoryId' | 'sha'>[]): Promise<number[]>

  /** Null when the name is taken. */
  createRepository(row: Omit<Repository, 'id' | 'status'>): Promise<Repository | null>
  listRepositories(organizationId: number): Promise<Repository[]>
  findRepositories(ids: number[]): Promise<Repository[]>
  listRepositoriesOfRelease(releaseId: number): Promise<Repository[]>
  /** Newest first, paged by (createdAt, id). */
  listRepositoryCommits(query: ListQuery & { repositoryId: number }): Promise<ListPage<Commit>>

  /** The release becomes one of the environment in these projects, and the environment one of theirs. */
  createDeploy(row: Omit<Deploy, 'id'> & { projectIds: number[] }): Promise<Deploy>
  /** Newest first, paged by (finishedAt, id). */
  listDeploys(query: ListQuery & { releaseId: number }): Promise<ListPage<Deploy>>
}

/** Every method may be called from another thread. */
export const releaseMethods = {
  createRelease: true,
  findRelease: true,
  updateRelease: true,
  deleteRelease: true,
  searchReleases: true,
  rankReleases: true,
  describeReleases: true,
  findNeighbours: true,
  findPreviousWithCommits: true,
  listReleaseVersions: true,
  listLatestReleases: true,
  setReleaseCommits: true,
  setReleaseRefs: true,
  listReleaseRefs: true,
  listReleaseCommits: true,
  listCommitFiles: true,
  countCommitFiles: true,
  listReleasesOfCommits: true,
  listResolvedIn: true,
  listWaitingForCommits: true,
  createRepository: true,
  listRepositories: true,
  findRepositories: true,
  listRepositoriesOfRelease: true,
  listRepositoryCommits: true,
  createDeploy: true,
  listDeploys: true,
} as const satisfies Record<keyof ReleaseStore, true>
