import type { OrganizationRole } from './people.ts'

/** Settings of an organisation, under the names that they have in the API. */
export interface OrganizationSettings {
  isEarlyAdopter: boolean
  hideAiFeatures: boolean
  defaultRole: OrganizationRole
  /** Whether members may join teams by themselves. */
  openMembership: boolean
  /** Whether members may delete events and issues. */
  eventsMemberAdmin: boolean
  /** Whether members may change alert rules. */
  alertsMemberWrite: boolean
  allowMemberInvite: boolean
  allowMemberProjectCreation: boolean
  allowJoinRequests: boolean
  allowSharedIssues: boolean
  attachmentsRole: OrganizationRole
  debugFilesRole: OrganizationRole
  hasGranularReplayPermissions: boolean
  replayAccessMembers: number[]
  enhancedPrivacy: boolean
  /** Scrubbing that holds for every project, whatever the project says. */
  dataScrubber: boolean
  dataScrubberDefaults: boolean
  scrubIPAddresses: boolean
  sensitiveFields: string[]
  safeFields: string[]
  scrapeJavaScript: boolean
  /** Minidumps kept per issue: 0 none, -1 all. */
  storeCrashReports: number
  trustedRelays: TrustedRelay[]
  relayDsnEndpoint: string | null
  issueAlertsThreadFlag: boolean
  metricAlertsThreadFlag: boolean
}

export interface TrustedRelay {
  publicKey: string
  name: string
  description: string
  /** Milliseconds since 1970. */
  created: number
  lastModified: number
}

export interface OrganizationStore {
  /** What was set; what is absent stands at its default (`organizations/settings.ts`). {} for an organisation that is not there. */
  findOrganizationSettings(organizationId: number): Promise<Partial<OrganizationSettings>>
  /** Sets what the patch names. */
  updateOrganizationSettings(organizationId: number, patch: Partial<OrganizationSettings>): Promise<void>
}

/** Every method may be called from another thread. */
export const organizationMethods = {
  findOrganizationSettings: true,
  updateOrganizationSettings: true,
} as const satisfies Record<keyof OrganizationStore, true>
