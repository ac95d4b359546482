import type { JsonObject } from '../../../../protocol/event.ts'
import type { ProjectSettings } from '../../../digest/types.ts'

export interface Project {
  id: number
  organizationId: number
  slug: string
  name: string
  platform: string | null
  createdAt: number
  /** When the first event was received; null while waiting for it. */
  firstEventAt: number | null
  /** Whether one ever came in. */
  hasSessions: boolean
  hasReplays: boolean
  /** What the digest obeys. */
  settings: Pick<ProjectSettings, 'scrub' | 'filters' | 'grouping'>
  /** What was set of the rest; what is absent stands at its default (`projects/options.ts`). */
  options: Partial<ProjectOptions>
}

/** Options that the digest does not look at, under the names that they have in the API. */
export interface ProjectOptions {
  subjectPrefix: string
  subjectTemplate: string
  /** Hours without an event after which an issue counts as resolved; 0 = never. */
  resolveAge: number
  /** Seconds. */
  digestsMinDelay: number
  digestsMaxDelay: number
  allowedDomains: string[]
  verifySSL: boolean
  scrapeJavaScript: boolean
  securityToken: string
  securityTokenHeader: string
  /** Minidumps kept per issue: 0 none, -1 all, null as the organisation has it. */
  storeCrashReports: number | null
  highlightTags: string[]
  highlightContext: Record<string, string[]>
  defaultEnvironment: string | null
  enableAutoReleaseCreation: boolean
  scmSourceContextEnabled: boolean
  builtinSymbolSources: string[]
  /** JSON text, as the API has it. */
  symbolSources: string
  dynamicSamplingBiases: JsonObject[] | null
  debugFilesRole: string | null
  /** Further options by name (`sentry:…`, `feedback:…`), kept as they were given. */
  further: JsonObject
}

export interface ProjectKey {
  /** Also its id in the API. */
  publicKey: string
  secretKey: string
  projectId: number
  label: string
  isActive: boolean
  /** `window` in seconds. */
  rateLimit: { window: number; count: number } | null
  createdAt: number
  /** Which SDK the loader script brings. */
  browserSdkVersion: string
  loaderOptions: LoaderOptions
  useCase: string
}

/** What the loader script switches on. */
export interface LoaderOptions {
  hasReplay: boolean
  hasPerformance: boolean
  hasDebug: boolean
  hasFeedback: boolean
  hasLogsAndMetrics: boolean
}

export const autoAssignments = ['suspect_commits', 'owner', 'off'] as const

export type AutoAssignment = (typeof autoAssignments)[number]

/** Who owns what of a project: rules as people write them. */
export interface Ownership {
  raw: string
  /** Whether issues that no rule matches belong to everybody. */
  fallthrough: boolean
  autoAssignment: AutoAssignment
  codeownersAutoSync: boolean
  createdAt: number
  updatedAt: number
}

export type NewProjectKey = Pick<ProjectKey, 'publicKey' | 'secretKey' | 'projectId' | 'label' | 'createdAt'> &
  Partial<Pick<ProjectKey, 'rateLimit' | 'useCase'>>

export interface ProjectStore {
  /** Creates the project with one key in one transaction. Conflict (slug taken in this organisation) → null. */
  createProject(row: {
    organizationId: number
    slug: string
    name: string
    platform: string | null
    createdAt: number
    settings: Project['settings']
    teamId: number | null
    key: { publicKey: string; secretKey: string; label: string }
  }): Promise<Project | null>
  listProjects(organizationId: number): Promise<Project[]>
  findProject(organizationId: number, idOrSlug: string): Promise<Project | null>
  findProjectById(id: number): Promise<Project | null>
  /** Options are merged: those that the patch names are set. */
  updateProject(
    id: number,
    patch: Partial<Pick<Project, 'slug' | 'name' | 'platform' | 'settings' | 'options'>>,
  ): Promise<void>
  /**
   * Takes the project and its keys out of every answer, frees its slug and files the job (`deleteProject`) that removes the rest: one
   * transaction. False when there is no such project.
   */
  deleteProject(id: number, at: number): Promise<boolean>
  /**
   * Removes up to `limit` issues of a project that was deleted, and when none are left the project itself with all that hangs on it. True when
   * nothing is left. For the job.
   */
  purgeProject(id: number, limit: number): Promise<boolean>
  /** Those of the projects that people have reported something about. */
  listReportedProjects(projectIds: number[]): Promise<number[]>
  /** Projects whose issues are resolved when they have not been seen for so many hours. */
  listResolveAges(): Promise<{ projectId: number; hours: number }[]>

  findKey(publicKey: string): Promise<ProjectKey | null>
  listKeys(projectId: number): Promise<ProjectKey[]>
  createKey(row: NewProjectKey): Promise<ProjectKey>
  updateKey(
    publicKey: string,
    patch: Partial<Pick<ProjectKey, 'label' | 'isActive' | 'rateLimit' | 'browserSdkVersion' | 'loaderOptions'>>,
  ): Promise<void>
  deleteKey(publicKey: string): Promise<void>

  /** Projects that a person has bookmarked. */
  listBookmarkedProjects(userId: number): Promise<number[]>
  bookmarkProject(projectId: number, userId: number, isBookmarked: boolean): Promise<void>

  findOwnership(projectId: number): Promise<Ownership | null>
  saveOwnership(projectId: number, row: Omit<Ownership, 'createdAt' | 'updatedAt'>, at: number): Promise<Ownership>
}

/** Every method may be called from another thread. */
export const projectMethods = {
  createProject: true,
  listProjects: true,
  findProject: true,
  findProjectById: true,
  updateProject: true,
  deleteProject: true,
  purgeProject: true,
  listReportedProjects: true,
  listResolveAges: true,
  findKey: true,
  listKeys: true,
  createKey: true,
  updateKey: true,
  deleteKey: true,
  listBookmarkedProjects: true,
  bookmarkProject: true,
  findOwnership: true,
  saveOwnership: true,
} as const satisfies Record<keyof ProjectStore, true>
