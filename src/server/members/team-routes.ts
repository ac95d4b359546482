import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import { route } from '../http/route.ts'
import { ref, strictBody } from '../http/schema.ts'
import type { Scope } from '../http/scopes.ts'
import { Type } from '../http/type.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Team } from '../storage/meta/ports/people.ts'
import { TeamSchema } from '../teams/schema.ts'
import { serializeTeam } from '../teams/serialize.ts'
import { readTeamViews } from '../teams/view.ts'
import { findMember, isSelf } from './find.ts'
import { mayGiveTeamRole } from './roles.ts'

const tags = ['Members']
/** Who may put others into a team or take them out. In the team itself its admins have `team:admin`. */
const managing: readonly Scope[] = [
  'org:write',
  'org:admin',
  'member:write',
  'member:admin',
  'team:write',
  'team:admin',
]

const joinTeam = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/members/{member_id}/teams/{team_id_or_slug}/',
  permission: ['org:read', 'org:write', 'org:admin', 'team:write', 'team:admin'],
  response: ref(TeamSchema),
  status: 201,
  summary: 'Join a team (`me`), or put a member into it; 204 for who is in it already',
  tags,
  async handler({ organization, team, caller, access, params, reply }, { storage }) {
    const { meta } = storage
    const member = await findMember(meta, organization, caller, params.member_id)
    // Where membership is open, nobody has to ask.
    if (!manages(access)) {
      if (!isSelf(member, caller)) throw new LapwingError('forbidden')
      const settings = await meta.findOrganizationSettings(organization.id)
      if (settings.openMembership === false) {
        throw new LapwingError('forbidden', {
          detail: 'Members do not join teams by themselves here: ask one of its admins.',
        })
      }
    }
    // With 204 the answer's body is dropped.
    if (member.teams.some(({ teamId }) => teamId === team.id)) void reply.code(204)
    else await meta.setTeamRole(team.id, member.id, 'contributor')
    return show(team, caller, access, meta)
  },
})

const putTeamRole = route({
  method: 'PUT',
  path: '/organizations/{organization_id_or_slug}/members/{member_id}/teams/{team_id_or_slug}/',
  permission: [
    'org:read',
    'org:write',
    'org:admin',
    'member:read',
    'member:write',
    'member:admin',
    'team:read',
    'team:write',
    'team:admin',
  ],
  body: strictBody({ teamRole: Type.Enum(['contributor', 'admin']) }),
  response: Type.Object({ isActive: Type.Boolean(), teamRole: Type.String() }),
  summary: 'Change what a member is in a team',
  tags,
  async handler({ organization, team, caller, access, params, body }, { storage }) {
    const member = await findMember(storage.meta, organization, caller, params.member_id)
    if (!member.teams.some(({ teamId }) => teamId === team.id)) throw new LapwingError('not_found')
    if (!manages(access) || !mayGiveTeamRole(body.teamRole, access)) throw new LapwingError('forbidden')
    await storage.meta.setTeamRole(team.id, member.id, body.teamRole)
    return { isActive: true, teamRole: body.teamRole }
  },
})

const leaveTeam = route({
  method: 'DELETE',
  path: '/organizations/{organization_id_or_slug}/members/{member_id}/teams/{team_id_or_slug}/',
  permission: ['org:read', 'org:write', 'org:admin', 'team:write', 'team:admin'],
  response: ref(TeamSchema),
  summary: 'Leave a team (`me`), or take a member out of it',
  tags,
  async handler({ organization, team, caller, access, params }, { storage }) {
    const { meta } = storage
    const member = await findMember(meta, organization, caller, params.member_id)
    if (!isSelf(member, caller) && !manages(access)) throw new LapwingError('forbidden')
    if (!(await meta.removeTeamMember(team.id, member.id))) throw new LapwingError('not_found')
    return show(team, caller, access, meta)
  },
})

function manages({ scopes }: Access): boolean {
  return managing.some((scope) => scopes.includes(scope))
}

async function show(team: Team, caller: Caller, access: Access, meta: MetaStore) {
  const [shown] = await readTeamViews([team], caller, access, meta)
  if (!shown) throw new Error('a team without a view')
  return serializeTeam(shown.team, shown.view)
}

export const memberTeamRoutes = [joinTeam, putTeamRole, leaveTeam]
