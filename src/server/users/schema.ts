import { type Static, Type } from '../http/type.ts'
import { AnyObject, DateTime, nullable } from '../http/schema.ts'

export const AvatarSchema = Type.Object({
  avatarType: Type.String(),
  avatarUuid: nullable(Type.String()),
  avatarUrl: nullable(Type.String()),
})

/** A person, as Sentry shows one to themselves. */
export const UserSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    username: Type.String(),
    email: Type.String(),
    avatarUrl: Type.String(),
    avatar: AvatarSchema,
    isActive: Type.Boolean(),
    isSuspended: Type.Boolean(),
    hasPasswordAuth: Type.Boolean(),
    isManaged: Type.Boolean(),
    dateJoined: DateTime,
    lastLogin: nullable(DateTime),
    has2fa: Type.Boolean(),
    lastActive: nullable(DateTime),
    isSuperuser: Type.Boolean(),
    isStaff: Type.Boolean(),
    experiments: AnyObject,
    emails: Type.Array(Type.Object({ id: Type.String(), email: Type.String(), is_verified: Type.Boolean() })),
  },
  { $id: 'User' },
)
export type UserJson = Static<typeof UserSchema>
