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

/** From the least to the most: https://docs.sentry.io/organization/membership/#team-level-roles. */
export const teamRoles = ['contributor', 'admin'] as const

export type TeamRole = (typeof teamRoles)[number]

export interface Membership {
  id: number
  organizationId: number
  userId: number
  role: OrganizationRole
  createdAt: number
}

/** A team that somebody is in, or will be once they accept their invitation. */
export interface TeamMembership {
  teamId: number
  teamSlug: string
  role: TeamRole
}

/** Somebody in an organisation, or invited to it. */
export interface Member {
  /** Of the membership; stays when an invitation is accepted. */
  id: number
  organizationId: number
  role: OrganizationRole
  createdAt: number
  /** Null until the invitation is accepted. */
  user: User | null
  /** The person's, or the one that was invited. */
  email: string
  inviter: { id: number; name: string } | null
  /** Until when the invitation can be accepted; null for who is in. */
  inviteExpiresAt: number | null
  /** By slug. */
  teams: TeamMembership[]
}

export interface NewInvitation {
  organizationId: number
  email: string
  role: OrganizationRole
  inviterId: number | null
  /** sha256 hex of the link's secret. */
  tokenHash: string
  expiresAt: number
  teams: Pick<TeamMembership, 'teamId' | 'role'>[]
  createdAt: number
}

/** Why a membership was not changed. An organisation without an owner could not be mended from within. */
export type MemberChange = 'done' | 'unknown' | 'last-owner'

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
  /** From then on it is refused; null for never. */
  expiresAt: number | null
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
  /** A user with what they are a member of; by id. */
  findPerson(userId: number): Promise<{ user: User; memberships: Membership[] } | null>
  /** Who is in, without the invited; by id. */
  listMembers(organizationId: number): Promise<(Membership & { user: User })[]>
  /** Who is in and who is invited, with their teams; by id. */
  listRoster(organizationId: number): Promise<Member[]>
  findMember(organizationId: number, id: number): Promise<Member | null>
  findMemberOfUser(organizationId: number, userId: number): Promise<Member | null>
  /** Changes the role, or replaces the teams (within the organisation), or both. Atomic with the check for the last owner. */
  updateMember(
    id: number,
    patch: { role?: OrganizationRole; teams?: Pick<TeamMembership, 'teamId' | 'role'>[] },
  ): Promise<MemberChange>
  /** Takes somebody out of the organisation and its teams, or an invitation back. */
  removeMember(id: number): Promise<MemberChange>

  /** Null when the address is invited already or belongs to somebody who is in. */
  inviteMember(row: NewInvitation): Promise<Member | null>
  /** Gives an invitation another link and more time; the old link ends. False when it is no invitation (any more). */
  renewInvitation(memberId: number, link: { tokenHash: string; expiresAt: number }): Promise<boolean>
  /** The invitation that a live link is for; null when unknown, accepted or expired at `now`. */
  findInvitation(tokenHash: string, now: number): Promise<{ member: Member; organization: Organization } | null>
  /**
   * Makes the person a member with the invitation's role and teams; who is in already keeps their role and gains the teams. A new person
   * gets an account with the invited address. Null as for `findInvitation`, and when that address has an account; of two uses at once,
   * one wins.
   */
  acceptInvitation(
    tokenHash: string,
    by: { now: number } & ({ userId: number } | { newUser: Pick<User, 'name' | 'passwordHash'> }),
  ): Promise<Member | null>

  createTeam(row: { organizationId: number; slug: string; name: string; createdAt: number }): Promise<Team>
  listTeams(organizationId: number): Promise<Team[]>
  findTeam(organizationId: number, idOrSlug: string): Promise<Team | null>
  /** Creates the team with its first member, if any, as its admin; null when the slug is taken. */
  openTeam(row: {
    organizationId: number
    slug: string
    name: string
    createdAt: number
    userId: number | null
  }): Promise<Team | null>
  /** False when the slug is taken. */
  updateTeam(id: number, patch: Partial<Pick<Team, 'slug' | 'name'>>): Promise<boolean>
  /** Its projects stay; issues that were assigned to it are nobody's. */
  deleteTeam(id: number): Promise<void>
  /** As a contributor; who is in stays what they are. */
  addTeamMember(teamId: number, userId: number): Promise<void>
  /** Puts a member (or somebody invited) into a team of their organisation, or changes what they are in it. */
  setTeamRole(teamId: number, memberId: number, role: TeamRole): Promise<void>
  /** False when they were not in it. */
  removeTeamMember(teamId: number, memberId: number): Promise<boolean>
  listTeamsOfProject(projectId: number): Promise<Team[]>
  listTeamIdsOfUser(userId: number): Promise<number[]>
  listTeamRolesOfUser(userId: number): Promise<{ teamId: number; role: TeamRole }[]>
  /** The most that the person is in this team, or in any team of this project; null when in none. */
  findTeamRole(userId: number, where: { teamId: number } | { projectId: number }): Promise<TeamRole | null>
  /** People in each team, the invited left out; teams without any are not listed. */
  countTeamMembers(organizationId: number): Promise<{ teamId: number; count: number }[]>
  /** Which teams' projects: all pairs of the organisation. */
  listProjectTeams(organizationId: number): Promise<{ projectId: number; teamId: number }[]>
  /** Both within one organisation, which the caller has checked. */
  linkTeam(projectId: number, teamId: number): Promise<void>
  unlinkTeam(projectId: number, teamId: number): Promise<void>

  createToken(
    row: Omit<ApiToken, 'id' | 'lastUsedAt' | 'expiresAt'> & Partial<Pick<ApiToken, 'expiresAt'>>,
  ): Promise<ApiToken>
  findToken(id: number): Promise<ApiToken | null>
  findTokenByHash(tokenHash: string): Promise<ApiToken | null>
  listTokens(owner: { userId: number } | { organizationId: number }): Promise<ApiToken[]>
  touchToken(id: number, at: number): Promise<void>
  renameToken(id: number, name: string): Promise<void>
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

/** Every method may be called from another thread. */
export const peopleMethods = {
  createOrganization: true,
  listOrganizations: true,
  findOrganization: true,
  updateOrganization: true,
  createUser: true,
  findUser: true,
  findUserByEmail: true,
  countUsers: true,
  updateUser: true,
  addMember: true,
  findPerson: true,
  listMembers: true,
  listRoster: true,
  findMember: true,
  findMemberOfUser: true,
  updateMember: true,
  removeMember: true,
  inviteMember: true,
  renewInvitation: true,
  findInvitation: true,
  acceptInvitation: true,
  createTeam: true,
  listTeams: true,
  findTeam: true,
  openTeam: true,
  updateTeam: true,
  deleteTeam: true,
  addTeamMember: true,
  setTeamRole: true,
  removeTeamMember: true,
  listTeamsOfProject: true,
  listTeamIdsOfUser: true,
  listTeamRolesOfUser: true,
  findTeamRole: true,
  countTeamMembers: true,
  listProjectTeams: true,
  linkTeam: true,
  unlinkTeam: true,
  createToken: true,
  findToken: true,
  findTokenByHash: true,
  listTokens: true,
  touchToken: true,
  renameToken: true,
  deleteToken: true,
  createWebSession: true,
  findWebSession: true,
  deleteWebSession: true,
  deleteWebSessionsOf: true,
  createSignInLink: true,
  consumeSignInLink: true,
} as const satisfies Record<keyof PeopleStore, true>
