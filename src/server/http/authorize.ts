import { LapwingError } from '../errors.ts'
import { findIssueByReference } from '../issues/find.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization, OrganizationRole, Team, TeamRole } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Caller } from './authenticate.ts'
import { isScope, type Scope, scopes as allScopes, scopesOfRole, scopesOfTeamRole, tokenOnlyScopes } from './scopes.ts'

/** What the caller may do where the request goes. */
export interface Access {
  /** Sorted as in the table of scopes. */
  scopes: readonly Scope[]
  /** Null for superusers and tokens of an organisation. */
  role: OrganizationRole | null
}

/** What the path names, found and checked. */
export interface Subject {
  organization: Organization | null
  project: Project | null
  team: Team | null
  issue: Issue | null
}

export type PathParams = Record<string, string>

/**
 * What the path names, whoever asks; null when a part of it is not there. Of no matter to a caller before `resolveSubject` has looked at it: it only is looked up
 * beside who they are.
 */
export async function findSubject(params: PathParams, meta: MetaStore): Promise<Subject | null> {
  const {
    organization_id_or_slug: slug,
    project_id_or_slug: projectSlug,
    team_id_or_slug: teamSlug,
    issue_id: reference,
  } = params
  if (slug === undefined) return reference === undefined ? nothing : findWithIssue(reference, meta)
  // By its number an issue is found without its organisation.
  const [organization, numbered] = await Promise.all([
    meta.findOrganization(slug),
    reference === undefined ? null : findIssueByReference(meta, null, reference),
  ])
  if (!organization) return null
  const [named, team, issue] = await Promise.all([
    projectSlug === undefined ? null : meta.findProject(organization.id, projectSlug),
    teamSlug === undefined ? null : meta.findTeam(organization.id, teamSlug),
    numbered ?? (reference === undefined ? null : findIssueByReference(meta, organization.id, reference)),
  ])
  if ((projectSlug !== undefined && !named) || (teamSlug !== undefined && !team)) return null
  if (reference === undefined) return { organization, project: named, team, issue: null }
  const project = issue && (await meta.findProjectById(issue.projectId))
  if (project?.organizationId !== organization.id || (named && named.id !== project.id)) return null
  return { organization, project, team, issue }
}

const nothing: Subject = { organization: null, project: null, team: null, issue: null }

/** The older paths, /issues/{issue_id}/…: the issue says whose it is; only numbers are unique across organisations. */
async function findWithIssue(reference: string, meta: MetaStore): Promise<Subject | null> {
  const issue = await findIssueByReference(meta, null, reference)
  const project = issue && (await meta.findProjectById(issue.projectId))
  const organization = project && (await meta.findOrganization(String(project.organizationId)))
  return organization && { organization, project, team: null, issue }
}

/**
 * What the caller may do with what the path names, if they can see it. An organisation, project, team or issue of somebody else does not exist for
 * the caller: `not_found`, as for one that is not there at all.
 */
export async function resolveSubject(
  subject: Subject | null,
  caller: Caller,
  meta: MetaStore,
): Promise<{ subject: Subject; access: Access }> {
  if (!subject) throw new LapwingError('not_found')
  const { organization } = subject
  // Nothing else is named without an organisation that it belongs to.
  if (!organization) return { subject, access: personalAccess(caller) }
  const access = await accessTo(organization, caller, meta)
  if (!access) throw new LapwingError('not_found')
  return { subject, access: await withTeamRole(access, caller, subject, meta) }
}

/** In a team and its projects, what the caller is there counts too. */
async function withTeamRole(
  access: Access,
  caller: Caller,
  { project, team }: Subject,
  meta: Pick<MetaStore, 'findTeamRole'>,
): Promise<Access> {
  // The roles above these may do everywhere what a team's admin may do in the team.
  if (!caller.user || (access.role !== 'contributor' && access.role !== 'member')) return access
  const where = project ? { projectId: project.id } : team ? { teamId: team.id } : null
  const teamRole = where && (await meta.findTeamRole(caller.user.id, where))
  return teamRole ? { ...access, scopes: scopesInTeam(access, caller, teamRole) } : access
}

/** The caller's scopes where they have this role, sorted as in the table of scopes. */
export function scopesInTeam(access: Access, caller: Caller, teamRole: TeamRole | null): readonly Scope[] {
  if (teamRole === null || !caller.user) return access.scopes
  const given = caller.token ? tokenScopes(caller.token.scopes) : allScopes
  const added = scopesOfTeamRole[teamRole].filter((scope) => given.includes(scope))
  return allScopes.filter((scope) => access.scopes.includes(scope) || added.includes(scope))
}

/** Null when the caller has no business in the organisation. */
export async function accessTo(
  organization: Organization,
  caller: Caller,
  meta: Pick<MetaStore, 'findOrganizationSettings'>,
): Promise<Access | null> {
  const confined = caller.token?.organizationId ?? null
  if (confined !== null && confined !== organization.id) return null
  if (!caller.user) return { scopes: tokenScopes(caller.token.scopes), role: null }
  const role = caller.memberships.find((membership) => membership.organizationId === organization.id)?.role ?? null
  if (role === null && !caller.user.isSuperuser) return null
  const withheld = role === 'member' && !caller.user.isSuperuser ? await readWithheld(organization, meta) : []
  const ofPerson: readonly Scope[] = caller.user.isSuperuser
    ? allScopes
    : scopesOfRole[role ?? 'contributor'].filter((scope) => !withheld.includes(scope))
  if (!caller.token) return { scopes: allScopes.filter((scope) => ofPerson.includes(scope)), role }
  // A token can never do more than the person it acts for.
  const granted = [...ofPerson, ...tokenOnlyScopes]
  const given = tokenScopes(caller.token.scopes)
  return { scopes: allScopes.filter((scope) => granted.includes(scope) && given.includes(scope)), role }
}

/** What an organisation's settings take from its members; the roles above keep it. */
async function readWithheld(
  organization: Organization,
  meta: Pick<MetaStore, 'findOrganizationSettings'>,
): Promise<Scope[]> {
  const settings = await meta.findOrganizationSettings(organization.id)
  const withheld: Scope[] = []
  if (settings.eventsMemberAdmin === false) withheld.push('event:admin')
  if (settings.alertsMemberWrite === false) withheld.push('alerts:write')
  if (settings.allowMemberInvite === false) withheld.push('member:invite')
  return withheld
}

/** Outside an organisation (`/organizations/`, `/users/me/`): a token's own scopes; a signed-in person sees what is theirs. */
function personalAccess(caller: Caller): Access {
  return { scopes: caller.token ? tokenScopes(caller.token.scopes) : allScopes, role: null }
}

/** `write` brings `read`, `admin` both, as in Sentry's token editor. */
export function tokenScopes(names: string[]): readonly Scope[] {
  const wide = new Set(names)
  for (const name of names) {
    const [family, action] = name.split(':')
    if (action === 'admin') wide.add(`${family}:write`)
    if (action === 'admin' || action === 'write') wide.add(`${family}:read`)
  }
  return [...wide].filter(isScope)
}
