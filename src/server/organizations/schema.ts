import { type Static, Type } from '../http/type.ts'
import { AnyObject, DateTime } from '../http/schema.ts'
import { AvatarSchema } from '../users/schema.ts'

export const organizationSummary = {
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  status: Type.Object({ id: Type.String(), name: Type.String() }),
  dateCreated: DateTime,
  isEarlyAdopter: Type.Boolean(),
  require2FA: Type.Boolean(),
  avatar: AvatarSchema,
  links: Type.Object({ organizationUrl: Type.String(), regionUrl: Type.String() }),
  hasAuthProvider: Type.Boolean(),
  requiresSso: Type.Boolean(),
  allowMemberInvite: Type.Boolean(),
  allowMemberProjectCreation: Type.Boolean(),
  allowSuperuserAccess: Type.Boolean(),
  features: Type.Array(Type.String()),
  extraOptions: AnyObject,
  /** The caller's scopes in this organisation. */
  access: Type.Array(Type.String()),
  onboardingTasks: Type.Array(AnyObject),
  /** Sentry's hosted plans: there are none here. */
  plan: Type.String(),
  planDetails: AnyObject,
}

export const OrganizationSchema = Type.Object(organizationSummary, { $id: 'Organization' })
export type OrganizationJson = Static<typeof OrganizationSchema>
