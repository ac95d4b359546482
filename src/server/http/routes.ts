import type { TSchema } from './type.ts'
import { alertRoutes } from '../alerts/routes.ts'
import { AlertRuleSchema, IssueAlertRuleSchema } from '../alerts/schema.ts'
import { attachmentRoutes } from '../attachments/routes.ts'
import { AttachmentSchema } from '../attachments/schema.ts'
import { environmentRoutes } from '../environments/routes.ts'
import { discoverRoutes } from '../discover/routes.ts'
import { eventRoutes } from '../events/routes.ts'
import { EventSchema, EventSummarySchema } from '../events/schema.ts'
import { issueTagRoutes } from '../events/issue-tag-routes.ts'
import { tagRoutes } from '../events/tag-routes.ts'
import { issueListRoutes } from '../issues/list-routes.ts'
import { issueRoutes } from '../issues/routes.ts'
import { issueActivityRoutes } from '../issues/activity-routes.ts'
import { issueCountRoutes } from '../issues/count-routes.ts'
import { issueHashRoutes } from '../issues/hash-routes.ts'
import { issueLinkRoutes } from '../issues/link-routes.ts'
import { issueNoteRoutes } from '../issues/note-routes.ts'
import { sharedIssueRoutes } from '../issues/shared-routes.ts'
import { issueUpdateRoutes } from '../issues/update-routes.ts'
import { userReportRoutes } from '../user-reports/routes.ts'
import { UserReportSchema } from '../user-reports/schema.ts'
import { IssueDetailSchema, IssueListItemSchema, IssueSchema, TagSchema, TagValueSchema } from '../issues/schema.ts'
import { OrganizationDetailSchema } from '../organizations/detail-schema.ts'
import { organizationRoutes } from '../organizations/routes.ts'
import { OrganizationSchema } from '../organizations/schema.ts'
import { projectFilterRoutes } from '../projects/filter-routes.ts'
import { projectKeyRoutes } from '../projects/key-routes.ts'
import { projectOwnershipRoutes } from '../projects/ownership-routes.ts'
import { projectRoutes } from '../projects/routes.ts'
import { ProjectDetailSchema, ProjectKeySchema, ProjectSchema } from '../projects/schema.ts'
import { sourceMapRoutes } from '../projects/source-map-routes.ts'
import { releaseCommitRoutes } from '../releases/commit-routes.ts'
import { deployRoutes } from '../releases/deploy-routes.ts'
import { projectReleaseRoutes } from '../releases/project-routes.ts'
import { repositoryRoutes } from '../releases/repository-routes.ts'
import { resolvedIssueRoutes } from '../releases/resolved-routes.ts'
import { HealthDataSchema } from '../releases/health/schema.ts'
import { releaseRoutes } from '../releases/routes.ts'
import { CommitSchema, DeploySchema, ReleaseCommitSchema, ReleaseSchema, RepositorySchema } from '../releases/schema.ts'
import { releaseStatsRoutes } from '../releases/stats-routes.ts'
import { replayRoutes } from '../replays/routes.ts'
import {
  RecordingSegmentSchema,
  ReplayClickSchema,
  ReplayDeletionSchema,
  ReplaySchema,
  ReplaySelectorSchema,
} from '../replays/schema.ts'
import { sessionRoutes } from '../sessions/routes.ts'
import { statsRoutes } from '../stats/routes.ts'
import { invitationRoutes } from '../members/invitation-routes.ts'
import { memberRoutes } from '../members/routes.ts'
import { MemberDetailSchema, MemberSchema, TeamMemberSchema } from '../members/schema.ts'
import { memberTeamRoutes } from '../members/team-routes.ts'
import { TeamDetailSchema, TeamProjectSchema } from '../teams/detail-schema.ts'
import { projectTeamRoutes } from '../teams/project-routes.ts'
import { teamRoutes } from '../teams/routes.ts'
import { TeamSchema } from '../teams/schema.ts'
import { organizationTokenRoutes } from '../tokens/organization-token-routes.ts'
import { ApiTokenSchema, OrganizationTokenSchema } from '../tokens/schema.ts'
import { userTokenRoutes } from '../tokens/user-token-routes.ts'
import { eventUserRoutes } from '../users/event-user-routes.ts'
import { signInRoutes } from '../users/sign-in-routes.ts'
import { userRoutes } from '../users/routes.ts'
import { UserSchema } from '../users/schema.ts'
import { userSessionRoutes } from '../user-sessions/routes.ts'
import { UserSessionSchema, WholeUserSessionSchema } from '../user-sessions/schema.ts'
import type { Route } from './route.ts'

/** Every operation below /api/0. */
export const apiRoutes: readonly Route[] = [
  ...signInRoutes,
  ...userRoutes,
  ...organizationRoutes,
  ...userTokenRoutes,
  ...organizationTokenRoutes,
  ...invitationRoutes,
  ...memberRoutes,
  ...memberTeamRoutes,
  ...teamRoutes,
  ...projectTeamRoutes,
  ...eventUserRoutes,
  ...projectRoutes,
  ...projectKeyRoutes,
  ...projectFilterRoutes,
  ...projectOwnershipRoutes,
  ...environmentRoutes,
  ...releaseRoutes,
  ...projectReleaseRoutes,
  ...releaseCommitRoutes,
  ...releaseStatsRoutes,
  ...resolvedIssueRoutes,
  ...deployRoutes,
  ...repositoryRoutes,
  ...sourceMapRoutes,
  ...statsRoutes,
  ...sessionRoutes,
  ...replayRoutes,
  ...userSessionRoutes,
  ...alertRoutes,
  ...discoverRoutes,
  ...issueListRoutes,
  ...issueRoutes,
  ...issueCountRoutes,
  ...issueUpdateRoutes,
  ...issueActivityRoutes,
  ...issueNoteRoutes,
  ...issueHashRoutes,
  ...issueLinkRoutes,
  ...sharedIssueRoutes,
  ...userReportRoutes,
  ...issueTagRoutes,
  ...tagRoutes,
  ...eventRoutes,
  ...attachmentRoutes,
]

/** Schemas that others refer to by name. */
export const sharedSchemas: readonly TSchema[] = [
  UserSchema,
  OrganizationSchema,
  OrganizationDetailSchema,
  TeamSchema,
  TeamProjectSchema,
  TeamDetailSchema,
  MemberSchema,
  MemberDetailSchema,
  TeamMemberSchema,
  ApiTokenSchema,
  OrganizationTokenSchema,
  ProjectSchema,
  ProjectDetailSchema,
  ProjectKeySchema,
  RepositorySchema,
  CommitSchema,
  ReleaseCommitSchema,
  DeploySchema,
  HealthDataSchema,
  ReleaseSchema,
  AlertRuleSchema,
  IssueAlertRuleSchema,
  IssueSchema,
  IssueListItemSchema,
  IssueDetailSchema,
  UserReportSchema,
  TagValueSchema,
  TagSchema,
  EventSummarySchema,
  EventSchema,
  AttachmentSchema,
  ReplaySchema,
  ReplaySelectorSchema,
  ReplayClickSchema,
  RecordingSegmentSchema,
  ReplayDeletionSchema,
  UserSessionSchema,
  WholeUserSessionSchema,
]
