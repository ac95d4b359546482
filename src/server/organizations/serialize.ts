import type { Access } from '../http/authorize.ts'
import { isoTime } from '../http/schema.ts'
import type { OrganizationSettings } from '../storage/meta/ports/organizations.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import { letterAvatar } from '../users/serialize.ts'
import type { OrganizationDetailJson } from './detail-schema.ts'
import { listOrganizationRoles, listTeamRoles } from './role-list.ts'
import type { OrganizationJson } from './schema.ts'
import { defaultOrganizationSettings } from './settings.ts'

type SummarySettings = Pick<OrganizationSettings, 'isEarlyAdopter' | 'allowMemberInvite' | 'allowMemberProjectCreation'>

export function serializeOrganization(
  organization: Organization,
  view: { scopes: Access['scopes']; baseUrl: string; settings?: SummarySettings },
): OrganizationJson {
  const settings = view.settings ?? defaultOrganizationSettings
  return {
    id: String(organization.id),
    slug: organization.slug,
    name: organization.name,
    status: { id: 'active', name: 'active' },
    dateCreated: isoTime(organization.createdAt),
    isEarlyAdopter: settings.isEarlyAdopter,
    require2FA: false,
    avatar: letterAvatar,
    // One installation is one region: clients that follow regionUrl come back here.
    links: { organizationUrl: `${view.baseUrl}/organizations/${organization.slug}/`, regionUrl: view.baseUrl },
    hasAuthProvider: false,
    requiresSso: false,
    allowMemberInvite: settings.allowMemberInvite,
    allowMemberProjectCreation: settings.allowMemberProjectCreation,
    allowSuperuserAccess: true,
    features: [],
    extraOptions: {},
    access: [...view.scopes],
    onboardingTasks: [],
    plan: 'self-hosted',
    planDetails: {},
  }
}

/** The fixed members are features that Lapwing does not have, at the value that says so. */
export function serializeOrganizationDetail(
  organization: Organization,
  view: { access: Access; baseUrl: string; settings: OrganizationSettings },
): Omit<OrganizationDetailJson, 'teams' | 'projects'> {
  const { access, baseUrl, settings } = view
  return {
    ...serializeOrganization(organization, { scopes: access.scopes, baseUrl, settings }),
    role: access.role,
    orgRole: access.role,
    orgRoleList: listOrganizationRoles(access.role),
    teamRoleList: listTeamRoles(access.role),
    experiments: {},
    isDefault: false,
    defaultRole: settings.defaultRole,
    openMembership: settings.openMembership,
    allowSharedIssues: settings.allowSharedIssues,
    enhancedPrivacy: settings.enhancedPrivacy,
    dataScrubber: settings.dataScrubber,
    dataScrubberDefaults: settings.dataScrubberDefaults,
    sensitiveFields: settings.sensitiveFields,
    safeFields: settings.safeFields,
    storeCrashReports: settings.storeCrashReports,
    attachmentsRole: settings.attachmentsRole,
    debugFilesRole: settings.debugFilesRole,
    hasGranularReplayPermissions: settings.hasGranularReplayPermissions,
    replayAccessMembers: settings.replayAccessMembers,
    eventsMemberAdmin: settings.eventsMemberAdmin,
    alertsMemberWrite: settings.alertsMemberWrite,
    scrubIPAddresses: settings.scrubIPAddresses,
    scrapeJavaScript: settings.scrapeJavaScript,
    allowJoinRequests: settings.allowJoinRequests,
    relayPiiConfig: null,
    relayDsnEndpoint: settings.relayDsnEndpoint,
    trustedRelays: settings.trustedRelays.map((relay) => ({
      ...relay,
      created: isoTime(relay.created),
      lastModified: isoTime(relay.lastModified),
    })),
    pendingAccessRequests: 0,
    hideAiFeatures: settings.hideAiFeatures,
    aggregatedDataConsent: false,
    isDynamicallySampled: false,
    issueAlertsThreadFlag: settings.issueAlertsThreadFlag,
    metricAlertsThreadFlag: settings.metricAlertsThreadFlag,
    defaultAutofixAutomationTuning: 'off',
    defaultSeerScannerAutomation: false,
    enableSeerCoding: false,
    defaultCodingAgent: '',
    defaultCodingAgentIntegrationId: null,
    defaultAutomatedRunStoppingPoint: '',
    autoEnableCodeReview: false,
    autoOpenPrs: false,
    defaultCodeReviewTriggers: [],
  }
}
