import { AnyObject, ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import { OrganizationSchema } from '../organizations/schema.ts'
import { ProjectSchema } from '../projects/schema.ts'
import { AvatarSchema } from '../users/schema.ts'
import { TeamReferenceSchema, TeamSchema } from './schema.ts'

/** A project as it stands in a team. */
export const TeamProjectSchema = Type.Object(
  {
    ...ProjectSchema.properties,
    /** Left out rather than null for a project without one: Sentry's clients take it for an object. */
    team: Type.Optional(TeamReferenceSchema),
    isInternal: Type.Boolean(),
    isPublic: Type.Boolean(),
    avatar: AvatarSchema,
    color: Type.String(),
    status: Type.String(),
  },
  { $id: 'TeamProject' },
)
export type TeamProjectJson = Static<typeof TeamProjectSchema>

/** A team with its projects, unless the list was asked to be brief (`detailed=0`), and its organisation where one team is asked for. */
export const TeamDetailSchema = Type.Object(
  {
    ...TeamSchema.properties,
    externalTeams: Type.Optional(Type.Array(AnyObject)),
    organization: Type.Optional(ref(OrganizationSchema)),
    projects: Type.Optional(Type.Array(ref(TeamProjectSchema))),
  },
  { $id: 'TeamDetail' },
)
export type TeamDetailJson = Static<typeof TeamDetailSchema>
