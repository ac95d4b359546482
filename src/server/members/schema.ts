import { type Static, Type } from '../http/type.ts'
import { AnyObject, DateTime, nullable, ref } from '../http/schema.ts'
import { OrganizationRoleSchema, TeamRoleSchema } from '../organizations/role-list.ts'
import { UserSchema } from '../users/schema.ts'

const base = {
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  orgRole: Type.String(),
  /** The same under its older name. */
  role: Type.String(),
  roleName: Type.String(),
  /** Invited, not in yet. */
  pending: Type.Boolean(),
  /** The invitation's link is too old. */
  expired: Type.Boolean(),
  flags: Type.Record(Type.Boolean()),
  dateCreated: DateTime,
  inviteStatus: Type.String(),
  inviterName: nullable(Type.String()),
  externalUsers: Type.Array(AnyObject),
}

export const MemberSchema = Type.Object(
  {
    ...base,
    user: nullable(ref(UserSchema)),
    /** What a person opens to accept; there once, in the answer to the invitation. */
    invite_link: Type.Optional(nullable(Type.String())),
  },
  { $id: 'Member' },
)
export type MemberJson = Static<typeof MemberSchema>

export const MemberDetailSchema = Type.Object(
  {
    ...base,
    user: nullable(ref(UserSchema)),
    /** Slugs. */
    teams: Type.Array(Type.String()),
    teamRoles: Type.Array(Type.Object({ teamSlug: Type.String(), role: nullable(Type.String()) })),
    /** There once, when the link is made; only a hash of it is kept. */
    invite_link: nullable(Type.String()),
    isOnlyOwner: Type.Boolean(),
    orgRoleList: Type.Array(OrganizationRoleSchema),
    teamRoleList: Type.Array(TeamRoleSchema),
  },
  { $id: 'MemberDetail' },
)
export type MemberDetailJson = Static<typeof MemberDetailSchema>

export const TeamMemberSchema = Type.Object(
  { ...base, user: ref(UserSchema), teamRole: nullable(Type.String()), teamSlug: Type.String() },
  { $id: 'TeamMember' },
)
export type TeamMemberJson = Static<typeof TeamMemberSchema>
