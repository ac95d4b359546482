import { LapwingError } from '../errors.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref, strictBody } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { type Member, organizationRoles } from '../storage/meta/ports/people.ts'
import { findMember, isOnlyOwner, isSelf } from './find.ts'
import { inviteMember, mayChange, renewInvitation, roleRefused } from './invite.ts'
import { isAtMost, roleCeiling } from './roles.ts'
import { MemberDetailSchema, MemberSchema } from './schema.ts'
import { memberFilter } from './search.ts'
import { serializeMember, serializeMemberDetail } from './serialize.ts'
import { readTeams, teamFields } from './teams.ts'

const tags = ['Members']
const Role = Type.Enum(organizationRoles)

const listMembers = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/members/',
  permission: ['member:read', 'member:write', 'member:admin'],
  query: Type.Object({
    query: Type.Optional(Type.String({ maxLength: 1000 })),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(MemberSchema)),
  summary: 'Members of an organization, the invited included',
  tags,
  async handler({ organization, query, page }, { storage, now }) {
    const cursor = readCursor(query.cursor)
    const sought = memberFilter(query.query ?? '')
    const members = (await storage.meta.listRoster(organization.id)).filter(sought)
    const rows = pageOfList(members, cursor, readPageSize(query, 100), ({ id }) => ({ value: 0, id: BigInt(id) }))
    return page(rows, cursor).map((member) => serializeMember(member, now()))
  },
})

const postMember = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/members/',
  permission: ['member:invite', 'member:write', 'member:admin'],
  body: strictBody({
    email: Type.String({ minLength: 3, maxLength: 254 }),
    orgRole: Type.Optional(Role),
    role: Type.Optional(Role),
    ...teamFields,
    /** For Sentry's clients: nothing is sent by mail, the answer has the link. */
    sendInvite: Type.Optional(Type.Boolean()),
    /** Gives an invitation that was not accepted another link. */
    reinvite: Type.Optional(Type.Boolean()),
  }),
  response: ref(MemberSchema),
  status: 201,
  summary: 'Invite somebody; `invite_link` in the answer is for them',
  tags,
  async handler({ organization, caller, access, body }, services) {
    const { member, link } = await inviteMember(body, { organization, caller, access }, services)
    return { ...serializeMember(member, services.now()), expired: false, invite_link: link }
  },
})

const readMember = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/members/{member_id}/',
  permission: ['member:read', 'member:write', 'member:admin'],
  response: ref(MemberDetailSchema),
  summary: 'One member with teams and the roles they could have; `me` is the caller',
  tags,
  async handler({ organization, caller, access, params }, { storage, now }) {
    const member = await findMember(storage.meta, organization, caller, params.member_id)
    const roster = member.role === 'owner' ? await storage.meta.listRoster(organization.id) : []
    return serializeMemberDetail(member, {
      caller,
      access,
      inviteLink: null,
      isOnlyOwner: isOnlyOwner(member, roster),
      now: now(),
    })
  },
})

const putMember = route({
  method: 'PUT',
  path: '/organizations/{organization_id_or_slug}/members/{member_id}/',
  permission: ['member:invite', 'member:write', 'member:admin'],
  body: strictBody({
    orgRole: Type.Optional(Role),
    role: Type.Optional(Role),
    ...teamFields,
    /** Another link for an invitation; the one before ends. */
    reinvite: Type.Optional(Type.Boolean()),
    regenerate: Type.Optional(Type.Boolean()),
  }),
  response: ref(MemberDetailSchema),
  summary: 'Change the role or replace the teams of a member; or give an invitation another link',
  tags,
  async handler({ organization, caller, access, params, body }, services) {
    const { meta } = services.storage
    const member = await findMember(meta, organization, caller, params.member_id)
    if (isSelf(member, caller)) {
      throw new LapwingError('bad_request', { detail: 'You cannot make changes to your own membership.' })
    }
    if (!mayChange(member, caller, access)) throw new LapwingError('forbidden')
    const role = body.orgRole ?? body.role
    if (role !== undefined && !isAtMost(role, roleCeiling(caller, access))) {
      throw roleRefused(body.orgRole === undefined ? 'role' : 'orgRole')
    }
    const teams = await readTeams(body, organization.id, access, meta)
    const inviteLink =
      body.reinvite === true || body.regenerate === true ? await renewInvitation(member, services) : null
    const change = await meta.updateMember(member.id, { ...(role !== undefined && { role }), ...(teams && { teams }) })
    if (change === 'unknown') throw new LapwingError('not_found')
    if (change === 'last-owner') {
      throw new LapwingError('bad_request', {
        detail: 'You cannot demote the only remaining owner of the organization.',
      })
    }
    const changed = await findMember(meta, organization, caller, String(member.id))
    const roster = changed.role === 'owner' ? await meta.listRoster(organization.id) : []
    return serializeMemberDetail(changed, {
      caller,
      access,
      inviteLink,
      isOnlyOwner: isOnlyOwner(changed, roster),
      now: services.now(),
    })
  },
})

const deleteMember = route({
  method: 'DELETE',
  path: '/organizations/{organization_id_or_slug}/members/{member_id}/',
  permission: ['member:read', 'member:invite', 'member:write', 'member:admin'],
  response: null,
  summary: 'Remove a member, take an invitation back, or leave (`me`)',
  tags,
  async handler({ organization, caller, access, params }, { storage }) {
    const member = await findMember(storage.meta, organization, caller, params.member_id)
    // Leaving takes no permission, but a token that may only read must not throw its owner out.
    const mayLeave = isSelf(member, caller) && (!caller.token || managesMembers(access.scopes))
    if (!mayLeave && !mayChange(member, caller, access)) throw new LapwingError('forbidden')
    const change = await storage.meta.removeMember(member.id)
    if (change === 'unknown') throw new LapwingError('not_found')
    if (change === 'last-owner') throw onlyOwner(member)
  },
})

function managesMembers(scopes: readonly string[]): boolean {
  return scopes.includes('member:write') || scopes.includes('member:admin')
}

function onlyOwner(member: Member): LapwingError {
  return new LapwingError('forbidden', {
    detail: `You cannot remove the only remaining owner of the organization, ${member.email}.`,
  })
}

export const memberRoutes = [listMembers, postMember, readMember, putMember, deleteMember]
