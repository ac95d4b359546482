import type { EventType, JsonObject, Level } from '../../../protocol/event.ts'
import type { ProjectSettings } from '../../digest/types.ts'

/**
 * The meta store: organisations, projects, keys, users, tokens, issues, outcomes. Rows are plain data; times are
 * milliseconds since 1970. Every method is one transaction. Engines: SQLite (embedded), PostgreSQL (scale-out).
 */
export interface MetaStore extends PeopleStore, ProjectStore, IssueStore {
  /** The position up to which this view has applied the spool; 0 before the first batch. */
  offset(spool: string): Promise<number>
  /** Adds counts to the hourly outcome counters, outside any batch (drops decided before the spool). */
  countOutcomes(outcomes: OutcomeCount[]): Promise<void>
  readOutcomes(query: OutcomeQuery): Promise<OutcomeCount[]>
  /** Engine's own integrity check; [] when sound. */
  checkIntegrity(): Promise<string[]>
  close(): Promise<void>
}

export const organizationRoles = ['owner', 'manager', 'admin', 'member', 'contributor'] as const
export type OrganizationRole = (typeof organizationRoles)[number]

export interface Organization {
  id: number
  slug: string
  name: string
  createdAt: number
}

export interface User {
  id: number
  email: string
  name: string
  /** scrypt, `scrypt$N$r$p$salt$hash`; null until the person sets one. */
  passwordHash: string | null
  isActive: boolean
  isSuperuser: boolean
  createdAt: number
  lastActiveAt: number | null
}

export interface Membership {
  id: number
  organizationId: number
  userId: number
  role: OrganizationRole
  createdAt: number
}

export interface Team {
  id: number
  organizationId: number
  slug: string
  name: string
  createdAt: number
}

export interface ApiToken {
  id: number
  name: string
  /** sha256 hex of the token; the token itself is never kept. */
  tokenHash: string
  lastCharacters: string
  /** Whom it acts for; null for organisation tokens. */
  userId: number | null
  organizationId: number | null
  scopes: string[]
  createdAt: number
  lastUsedAt: number | null
}

/** A signed-in browser; the cookie holds the secret, the store its sha256. */
export interface WebSession {
  secretHash: string
  userId: number
  createdAt: number
  expiresAt: number
}

export interface PeopleStore {
  createOrganization(row: { slug: string; name: string; createdAt: number }): Promise<Organization>
  listOrganizations(userId: number | null): Promise<Organization[]>
  findOrganization(idOrSlug: string): Promise<Organization | null>
  updateOrganization(id: number, patch: { slug?: string; name?: string }): Promise<void>

  createUser(row: {
    email: string
    name: string
    passwordHash: string | null
    isSuperuser: boolean
    createdAt: number
  }): Promise<User>
  findUser(id: number): Promise<User | null>
  findUserByEmail(email: string): Promise<User | null>
  countUsers(): Promise<number>
  updateUser(
    id: number,
    patch: Partial<Pick<User, 'name' | 'email' | 'passwordHash' | 'isActive' | 'lastActiveAt'>>,
  ): Promise<void>

  addMember(row: {
    organizationId: number
    userId: number
    role: OrganizationRole
    createdAt: number
  }): Promise<Membership>
  listMemberships(userId: number): Promise<Membership[]>
  listMembers(organizationId: number): Promise<(Membership & { user: User })[]>

  createTeam(row: { organizationId: number; slug: string; name: string; createdAt: number }): Promise<Team>
  listTeams(organizationId: number): Promise<Team[]>
  findTeam(organizationId: number, idOrSlug: string): Promise<Team | null>
  addTeamMember(teamId: number, userId: number): Promise<void>
  listTeamsOfProject(projectId: number): Promise<Team[]>
  listTeamIdsOfUser(userId: number): Promise<number[]>

  createToken(row: Omit<ApiToken, 'id' | 'lastUsedAt'>): Promise<ApiToken>
  findTokenByHash(tokenHash: string): Promise<ApiToken | null>
  listTokens(owner: { userId: number } | { organizationId: number }): Promise<ApiToken[]>
  touchToken(id: number, at: number): Promise<void>
  deleteToken(id: number): Promise<void>

  createWebSession(row: WebSession): Promise<void>
  /** Null when unknown or expired at `now`. */
  findWebSession(secretHash: string, now: number): Promise<WebSession | null>
  deleteWebSession(secretHash: string): Promise<void>
  /** Signs a person out everywhere, but for the session to keep, if any. */
  deleteWebSessionsOf(userId: number, keepSecretHash: string | null): Promise<void>

  createSignInLink(row: { tokenHash: string; userId: number; createdAt: number; expiresAt: number }): Promise<void>
  /** Marks the link used and says whose it is; null when unknown, used or expired. Atomic: two uses, one winner. */
  consumeSignInLink(tokenHash: string, now: number): Promise<{ userId: number } | null>
}

export interface Project {
  id: number
  organizationId: number
  slug: string
  name: string
  platform: string | null
  createdAt: number
  /** When the first event was received; null while waiting for it. */
  firstEventAt: number | null
  settings: Pick<ProjectSettings, 'scrub' | 'filters' | 'grouping'>
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
}

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
  updateProject(id: number, patch: Partial<Pick<Project, 'slug' | 'name' | 'platform' | 'settings'>>): Promise<void>
  /** Removes the project with its keys, issues and hashes. */
  deleteProject(id: number): Promise<void>

  findKey(publicKey: string): Promise<ProjectKey | null>
  listKeys(projectId: number): Promise<ProjectKey[]>
  createKey(row: Omit<ProjectKey, 'rateLimit' | 'isActive'>): Promise<ProjectKey>
  updateKey(publicKey: string, patch: Partial<Pick<ProjectKey, 'label' | 'isActive' | 'rateLimit'>>): Promise<void>
  deleteKey(publicKey: string): Promise<void>

  /** Environments seen in the organisation's projects, by name. */
  listEnvironments(projectIds: number[]): Promise<{ projectId: number; name: string }[]>
}

export const issueStatuses = ['unresolved', 'resolved', 'ignored'] as const
export type IssueStatus = (typeof issueStatuses)[number]

export const issueSubstatuses = [
  'new',
  'ongoing',
  'regressed',
  'escalating',
  'archived_until_escalating',
  'archived_until_condition_met',
  'archived_forever',
] as const
export type IssueSubstatus = (typeof issueSubstatuses)[number]

export interface Issue {
  id: number
  projectId: number
  /** Counts up within the project; the short id is `SLUG-` + base32 of it. */
  number: number
  type: EventType
  level: Level
  platform: string
  title: string
  culprit: string
  location: string | null
  logger: string | null
  metadata: JsonObject
  status: IssueStatus
  substatus: IssueSubstatus | null
  firstSeen: number
  lastSeen: number
  timesSeen: number
  firstRelease: string | null
  lastRelease: string | null
  resolvedAt: number | null
  /** Whether its newest event says the error was handled; null when no event said. */
  isUnhandled: boolean
  firstEventId: string
  lastEventId: string
  assigneeUserId: number | null
  assigneeTeamId: number | null
  createdAt: number
}

export const activityTypes = ['first_seen', 'set_resolved', 'set_unresolved', 'set_ignored', 'set_regression'] as const
export type ActivityType = (typeof activityTypes)[number]

export interface Activity {
  id: number
  issueId: number
  type: ActivityType
  userId: number | null
  data: JsonObject
  createdAt: number
}

/** One digested event on its way into an issue. */
export interface Occurrence {
  projectId: number
  eventId: string
  position: number
  /** When it happened (drift-corrected), decides first and last seen. */
  timestamp: number
  receivedAt: number
  hashes: string[]
  type: EventType
  level: Level
  platform: string
  title: string
  culprit: string
  location: string | null
  logger: string | null
  metadata: JsonObject
  release: string | null
  environment: string | null
  isUnhandled: boolean
}

export interface OutcomeCount {
  projectId: number
  publicKey: string
  /** Any time within the hour counted. */
  at: number
  category: string
  outcome: 'accepted' | 'filtered' | 'rate_limited' | 'invalid' | 'abuse' | 'client_discard' | 'cardinality_limited'
  /** '' when accepted. */
  reason: string
  quantity: number
}

export interface OutcomeQuery {
  projectIds: number[]
  from: number
  to: number
}

/** What one run of the digest adds to this view: applied whole, together with the offset, or not at all. */
export interface DigestBatch {
  spool: string
  /** Must equal the view's offset, else nothing is applied (`applied: false`). */
  from: number
  to: number
  /** In spool order, without duplicates. */
  occurrences: Occurrence[]
  outcomes: OutcomeCount[]
}

export interface Assignment {
  issueId: number
  isNew: boolean
  isRegression: boolean
}

export interface IssueStore {
  /**
   * Finds or creates the issue of every occurrence (the first issue owning any of its hashes; new hashes join it), adds up
   * counts, first and last seen, turns resolved issues that are seen again into regressions, remembers environments and the
   * project's first event, counts outcomes and commits the offset: one transaction. One assignment an occurrence, in order;
   * null when its project is gone (deleted since the event was taken in): it is left out.
   */
  recordBatch(batch: DigestBatch): Promise<{ applied: boolean; assignments: (Assignment | null)[] }>
  /** Issue id for each list of hashes, null when none owns any; no writes. For rebuilding the events view. */
  resolveHashes(keys: { projectId: number; hashes: string[] }[]): Promise<(number | null)[]>

  findIssue(id: number): Promise<Issue | null>
  findIssueByNumber(projectId: number, number: number): Promise<Issue | null>
  findIssues(ids: number[]): Promise<Issue[]>
  listIssues(plan: IssueListPlan): Promise<IssuePage>
  listHashes(issueId: number): Promise<string[]>
  /** Sets status and substatus, resolvedAt accordingly, and writes the activity. */
  setIssueStatus(
    ids: number[],
    change: { status: IssueStatus; substatus: IssueSubstatus | null; userId: number | null; at: number },
  ): Promise<void>
  listActivity(issueId: number, limit: number): Promise<Activity[]>
}

export const issueSorts = ['date', 'new', 'freq'] as const
export type IssueSort = (typeof issueSorts)[number]

/** The list of issues as plain data; one compiler per engine turns it into SQL. */
export interface IssueListPlan {
  projectIds: number[]
  statuses: IssueStatus[] | null
  substatuses: IssueSubstatus[] | null
  levels: Level[] | null
  /** Case-insensitive substrings of title, culprit or message; all must match. */
  text: string[]
  /** Seen in this window (last seen ≥ from, first seen ≤ to); null = open. */
  from: number | null
  to: number | null
  /** Only these issues; null = any. What an event-level condition came down to. */
  ids: number[] | null
  sort: IssueSort
  limit: number
  /** Position after which the page starts: the sort value and the id of the last row seen. */
  after: { value: number; id: number } | null
  /** True to walk backwards from `after`. */
  backwards: boolean
}

export interface IssuePage {
  /** In the plan's order, also when walked backwards. */
  issues: Issue[]
  /** Sort value of each issue, for cursors. */
  values: number[]
  hasMore: boolean
  /** How many match in all, counted up to 1000. */
  hits: number
}
