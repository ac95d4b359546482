import { type Static, Type } from '../http/type.ts'
import { DateTime, nullable, ref } from '../http/schema.ts'
import { ProjectSchema } from '../projects/schema.ts'
import { TeamSchema } from '../teams/schema.ts'
import { OrganizationRoleSchema, TeamRoleSchema } from './role-list.ts'
import { organizationSummary } from './schema.ts'

/** An organisation with its settings and, unless asked not to, its teams and projects. */
export const OrganizationDetailSchema = Type.Object(
  {
    ...organizationSummary,
    /** The caller's; null for superusers and tokens. */
    role: nullable(Type.String()),
    orgRole: nullable(Type.String()),
    orgRoleList: Type.Array(OrganizationRoleSchema),
    teamRoleList: Type.Array(TeamRoleSchema),
    experiments: Type.Record(Type.String()),
    isDefault: Type.Boolean(),
    defaultRole: Type.String(),
    openMembership: Type.Boolean(),
    allowSharedIssues: Type.Boolean(),
    enhancedPrivacy: Type.Boolean(),
    dataScrubber: Type.Boolean(),
    dataScrubberDefaults: Type.Boolean(),
    sensitiveFields: Type.Array(Type.String()),
    safeFields: Type.Array(Type.String()),
    storeCrashReports: Type.Integer(),
    attachmentsRole: Type.String(),
    debugFilesRole: Type.String(),
    hasGranularReplayPermissions: Type.Boolean(),
    replayAccessMembers: Type.Array(Type.Integer()),
    eventsMemberAdmin: Type.Boolean(),
    alertsMemberWrite: Type.Boolean(),
    scrubIPAddresses: Type.Boolean(),
    scrapeJavaScript: Type.Boolean(),
    allowJoinRequests: Type.Boolean(),
    relayPiiConfig: nullable(Type.String()),
    relayDsnEndpoint: nullable(Type.String()),
    trustedRelays: Type.Array(
      Type.Object({
        name: Type.String(),
        description: Type.String(),
        publicKey: Type.String(),
        created: DateTime,
        lastModified: DateTime,
      }),
    ),
    pendingAccessRequests: Type.Integer(),
    hideAiFeatures: Type.Boolean(),
    aggregatedDataConsent: Type.Boolean(),
    isDynamicallySampled: Type.Boolean(),
    issueAlertsThreadFlag: Type.Boolean(),
    metricAlertsThreadFlag: Type.Boolean(),
    defaultAutofixAutomationTuning: Type.String(),
    defaultSeerScannerAutomation: Type.Boolean(),
    enableSeerCoding: Type.Boolean(),
    defaultCodingAgent: Type.String(),
    defaultCodingAgentIntegrationId: nullable(Type.String()),
    defaultAutomatedRunStoppingPoint: Type.String(),
    autoEnableCodeReview: Type.Boolean(),
    autoOpenPrs: Type.Boolean(),
    defaultCodeReviewTriggers: Type.Array(Type.String()),
    teams: Type.Optional(Type.Array(ref(TeamSchema))),
    projects: Type.Optional(Type.Array(ref(ProjectSchema))),
  },
  { $id: 'OrganizationDetail' },
)
export type OrganizationDetailJson = Static<typeof OrganizationDetailSchema>
