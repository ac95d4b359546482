import type { TSchema } from './type.ts'
import { eventRoutes } from '../events/routes.ts'
import { EventSchema, EventSummarySchema } from '../events/schema.ts'
import { issueRoutes } from '../issues/routes.ts'
import { IssueDetailSchema, IssueListItemSchema, IssueSchema, TagSchema, TagValueSchema } from '../issues/schema.ts'
import { issueTagRoutes } from '../issues/tag-routes.ts'
import { organizationRoutes } from '../organizations/routes.ts'
import { OrganizationSchema } from '../organizations/schema.ts'
import { projectKeyRoutes } from '../projects/key-routes.ts'
import { projectRoutes } from '../projects/routes.ts'
import { ProjectDetailSchema, ProjectKeySchema, ProjectSchema } from '../projects/schema.ts'
import { teamRoutes } from '../teams/routes.ts'
import { TeamSchema } from '../teams/schema.ts'
import { signInRoutes } from '../users/sign-in-routes.ts'
import { userRoutes } from '../users/routes.ts'
import { UserSchema } from '../users/schema.ts'
import type { Route } from './route.ts'

/** Every operation below /api/0. */
export const apiRoutes: readonly Route[] = [
  ...signInRoutes,
  ...userRoutes,
  ...organizationRoutes,
  ...teamRoutes,
  ...projectRoutes,
  ...projectKeyRoutes,
  ...issueRoutes,
  ...issueTagRoutes,
  ...eventRoutes,
]

/** Schemas that others refer to by name. */
export const sharedSchemas: readonly TSchema[] = [
  UserSchema,
  OrganizationSchema,
  TeamSchema,
  ProjectSchema,
  ProjectDetailSchema,
  ProjectKeySchema,
  IssueSchema,
  IssueListItemSchema,
  IssueDetailSchema,
  TagValueSchema,
  TagSchema,
  EventSummarySchema,
  EventSchema,
]
