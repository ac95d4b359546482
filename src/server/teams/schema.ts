import { type Static, Type } from '../http/type.ts'
import { AnyObject, DateTime, nullable } from '../http/schema.ts'
import { AvatarSchema } from '../users/schema.ts'

export const TeamReferenceSchema = Type.Object({ id: Type.String(), name: Type.String(), slug: Type.String() })

export const TeamSchema = Type.Object(
  {
    id: Type.String(),
    slug: Type.String(),
    name: Type.String(),
    dateCreated: nullable(DateTime),
    isMember: Type.Boolean(),
    teamRole: nullable(Type.String()),
    flags: AnyObject,
    access: Type.Array(Type.String()),
    hasAccess: Type.Boolean(),
    isPending: Type.Boolean(),
    memberCount: Type.Integer(),
    avatar: AvatarSchema,
  },
  { $id: 'Team' },
)
export type TeamJson = Static<typeof TeamSchema>
