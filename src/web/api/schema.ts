// Made by scripts/api-types.ts from openapi.json. Not to be edited.

import type { Json, JsonObject } from '../../protocol/event.ts'

export interface AlertRule {
  id: string
  name: string
  organizationId: string
  status: number
  environment: string | null
  dataset: string
  queryType: number
  query: string
  aggregate: string
  timeWindow: number
  resolution: number
  thresholdType: number
  resolveThreshold: number | null
  comparisonDelta: number | null
  triggers: (JsonObject)[]
  projects: (string)[]
  owner: string | null
  createdBy: {
    id: number
    name: string
    email: string
  } | null
  dateCreated: string
  dateModified: string
  snooze: boolean
}

export interface ApiError {
  detail: string
  causes?: (string)[]
  errorId?: string
}

export interface ApiToken {
  id: string
  name: string
  scopes: (string)[]
  tokenLastCharacters: string
  dateCreated: string
  dateLastUsed: string | null
  application: null
  state: null
  expiresAt: string | null
  token?: string
  refreshToken?: null
}

export interface Commit {
  id: string
  message: string | null
  dateCreated: string
  pullRequest: null
  suspectCommitType: string
  repository?: Repository
  author: {
    name: string | null
    email: string
  } | JsonObject
}

export interface Deploy {
  id: string
  environment: string
  dateStarted: string | null
  dateFinished: string
  name: string | null
  url: string | null
}

export interface Event {
  id: string
  eventID: string
  groupID: string | null
  eventId: string
  groupId: string | null
  projectID: string
  type: "error" | "default" | "csp" | "hpkp" | "expectct" | "expectstaple" | "nel" | "transaction"
  level: string
  title: string
  message: string | null
  location: string | null
  culprit: string | null
  metadata: JsonObject
  platform: string
  dateCreated: string
  dateReceived: string | null
  size: number | null
  dist: string | null
  user: {
    id: string | null
    email: string | null
    username: string | null
    ip_address: string | null
    ipAddress: string | null
    name: string | null
    geo: { [name: string]: string } | null
    data: JsonObject | null
  } | null
  tags: ({
    key: string
    value: string
    query?: string
  })[]
  contexts: JsonObject | null
  context: JsonObject | null
  packages: JsonObject
  sdk: {
    name: string | null
    version: string | null
  } | null
  entries: ({
    type: string
    data: Json
  })[]
  errors: ({
    type: string
    message: string
    data: JsonObject
  })[]
  _meta: JsonObject
  fingerprints: (string)[]
  groupingConfig: {
    id: string
    enhancements: string
  }
  crashFile: string | null
  occurrence: null
  measurements: JsonObject | null
  release: JsonObject | null
  userReport: null
  sdkUpdates: (JsonObject)[]
  resolvedWith: (string)[]
  nextEventID?: string | null
  previousEventID?: string | null
}

export interface EventAttachment {
  id: string
  event_id: string
  type: string
  name: string
  mimetype: string | null
  dateCreated: string
  size: number
  headers: { [name: string]: string | null }
  sha1: string | null
}

export interface EventSummary {
  id: string
  eventID: string
  eventId: string
  groupId: string | null
  "event.type": string
  type: "error" | "default" | "csp" | "hpkp" | "expectct" | "expectstaple" | "nel" | "transaction"
  level: string
  groupID: string | null
  projectID: string
  title: string
  message: string
  location: string | null
  culprit: string | null
  user: {
    id: string | null
    email: string | null
    username: string | null
    ip_address: string | null
    ipAddress: string | null
    name: string | null
    geo: { [name: string]: string } | null
    data: JsonObject | null
  } | null
  tags: ({
    key: string
    value: string
    query?: string
  })[]
  platform: string | null
  dateCreated: string
  dateReceived: string
  crashFile: string | null
  metadata: JsonObject
}

export interface FieldErrors { [name: string]: (string)[] }

export interface Issue {
  id: string
  shareId: string | null
  shortId: string
  title: string
  culprit: string | null
  permalink: string
  logger: string | null
  level: "debug" | "info" | "warning" | "error" | "fatal"
  status: "unresolved" | "resolved" | "ignored"
  statusDetails: JsonObject
  substatus: "new" | "ongoing" | "regressed" | "escalating" | "archived_until_escalating" | "archived_until_condition_met" | "archived_forever" | null
  isPublic: boolean
  platform: string | null
  priority: "low" | "medium" | "high" | null
  priorityLockedAt: string | null
  seerFixabilityScore: number | null
  seerAutofixLastTriggered: string | null
  seerExplorerAutofixLastTriggered: string | null
  project: {
    id: string
    name: string
    slug: string
    platform: string | null
  }
  type: "error" | "default" | "csp" | "hpkp" | "expectct" | "expectstaple" | "nel" | "transaction"
  issueType: string
  issueCategory: string
  metadata: JsonObject
  numComments: number
  assignedTo: {
    type: "user" | "team"
    id: string
    name: string
    email?: string
  } | null
  isBookmarked: boolean
  isSubscribed: boolean
  subscriptionDetails: JsonObject | null
  hasSeen: boolean
  annotations: ({
    displayName: string
    url: string
  })[]
  isUnhandled: boolean
  count: string
  userCount: number
  firstSeen: string | null
  lastSeen: string | null
  derivedData: {
    blocker: string
    progress: string
    status: string
    viewCount: number
    hasOpenFixPr: boolean
    isAssigned: boolean
    hasRootCause: boolean
    lastCompletedAutofixStep: string
    lastProgressedAt: string | null
  }
}

export interface IssueAlertRule {
  id: string
  name: string
  status: string
  environment: string | null
  actionMatch: string
  filterMatch: string
  frequency: number
  conditions: (JsonObject)[]
  filters: (JsonObject)[]
  actions: (JsonObject)[]
  projects: (string)[]
  owner: string | null
  createdBy: {
    id: number
    name: string
    email: string
  } | null
  dateCreated: string
  dateUpdated: string
  snooze: boolean
}

export interface IssueDetail {
  id: string
  shareId: string | null
  shortId: string
  title: string
  culprit: string | null
  permalink: string
  logger: string | null
  level: "debug" | "info" | "warning" | "error" | "fatal"
  status: "unresolved" | "resolved" | "ignored"
  statusDetails: JsonObject
  substatus: "new" | "ongoing" | "regressed" | "escalating" | "archived_until_escalating" | "archived_until_condition_met" | "archived_forever" | null
  isPublic: boolean
  platform: string | null
  priority: "low" | "medium" | "high" | null
  priorityLockedAt: string | null
  seerFixabilityScore: number | null
  seerAutofixLastTriggered: string | null
  seerExplorerAutofixLastTriggered: string | null
  project: {
    id: string
    name: string
    slug: string
    platform: string | null
  }
  type: "error" | "default" | "csp" | "hpkp" | "expectct" | "expectstaple" | "nel" | "transaction"
  issueType: string
  issueCategory: string
  metadata: JsonObject
  numComments: number
  assignedTo: {
    type: "user" | "team"
    id: string
    name: string
    email?: string
  } | null
  isBookmarked: boolean
  isSubscribed: boolean
  subscriptionDetails: JsonObject | null
  hasSeen: boolean
  annotations: ({
    displayName: string
    url: string
  })[]
  isUnhandled: boolean
  count: string
  userCount: number
  firstSeen: string | null
  lastSeen: string | null
  derivedData: {
    blocker: string
    progress: string
    status: string
    viewCount: number
    hasOpenFixPr: boolean
    isAssigned: boolean
    hasRootCause: boolean
    lastCompletedAutofixStep: string
    lastProgressedAt: string | null
  }
  firstRelease?: {
    version: string
    shortVersion: string
    versionInfo: JsonObject
  } | null
  lastRelease?: {
    version: string
    shortVersion: string
    versionInfo: JsonObject
  } | null
  tags?: ({
    key: string
    name: string
    totalValues: number
  })[]
  stats?: { [name: string]: ((number)[])[] }
  inbox: {
    reason: number
    reason_details: JsonObject | null
    date_added: string
  } | null
  owners: (JsonObject)[] | null
  activity: ({
    id: string
    type: string
    user: JsonObject | null
    sentry_app: null
    data: JsonObject
    dateCreated: string
  })[]
  seenBy: (JsonObject)[]
  participants: (JsonObject)[]
  userReportCount: number
  integrationIssues: (JsonObject)[]
  sentryAppIssues: (JsonObject)[]
  latestEventHasAttachments: boolean
  pluginActions: (JsonObject)[]
  pluginIssues: (JsonObject)[]
  pluginContexts: (JsonObject)[]
}

export interface IssueListItem {
  id: string
  shareId: string | null
  shortId: string
  title: string
  culprit: string | null
  permalink: string
  logger: string | null
  level: "debug" | "info" | "warning" | "error" | "fatal"
  status: "unresolved" | "resolved" | "ignored"
  statusDetails: JsonObject
  substatus: "new" | "ongoing" | "regressed" | "escalating" | "archived_until_escalating" | "archived_until_condition_met" | "archived_forever" | null
  isPublic: boolean
  platform: string | null
  priority: "low" | "medium" | "high" | null
  priorityLockedAt: string | null
  seerFixabilityScore: number | null
  seerAutofixLastTriggered: string | null
  seerExplorerAutofixLastTriggered: string | null
  project: {
    id: string
    name: string
    slug: string
    platform: string | null
  }
  type: "error" | "default" | "csp" | "hpkp" | "expectct" | "expectstaple" | "nel" | "transaction"
  issueType: string
  issueCategory: string
  metadata: JsonObject
  numComments: number
  assignedTo: {
    type: "user" | "team"
    id: string
    name: string
    email?: string
  } | null
  isBookmarked: boolean
  isSubscribed: boolean
  subscriptionDetails: JsonObject | null
  hasSeen: boolean
  annotations: ({
    displayName: string
    url: string
  })[]
  isUnhandled: boolean
  count: string
  userCount: number
  firstSeen: string | null
  lastSeen: string | null
  derivedData: {
    blocker: string
    progress: string
    status: string
    viewCount: number
    hasOpenFixPr: boolean
    isAssigned: boolean
    hasRootCause: boolean
    lastCompletedAutofixStep: string
    lastProgressedAt: string | null
  }
  stats: { [name: string]: ((number)[])[] }
  lifetime: {
    count: string
    userCount: number
    firstSeen: string | null
    lastSeen: string | null
    stats: { [name: string]: ((number)[])[] } | null
  }
  filtered: {
    count: string
    userCount: number
    firstSeen: string | null
    lastSeen: string | null
    stats: { [name: string]: ((number)[])[] }
  } | null
  sessionCount: number
  inbox: {
    reason: number
    reason_details: JsonObject | null
    date_added: string
  }
  owners: {
    type: string
    owner: string
    date_added: string
  }
  integrationIssues: (JsonObject)[]
  sentryAppIssues: (JsonObject)[]
  latestEventHasAttachments: boolean
  matchingEventId: string | null
  matchingEventEnvironment: string | null
}

export interface Member {
  id: string
  email: string
  name: string
  orgRole: string
  role: string
  roleName: string
  pending: boolean
  expired: boolean
  flags: { [name: string]: boolean }
  dateCreated: string
  inviteStatus: string
  inviterName: string | null
  externalUsers: (JsonObject)[]
  user: User | null
  invite_link?: string | null
}

export interface MemberDetail {
  id: string
  email: string
  name: string
  orgRole: string
  role: string
  roleName: string
  pending: boolean
  expired: boolean
  flags: { [name: string]: boolean }
  dateCreated: string
  inviteStatus: string
  inviterName: string | null
  externalUsers: (JsonObject)[]
  user: User | null
  teams: (string)[]
  teamRoles: ({
    teamSlug: string
    role: string | null
  })[]
  invite_link: string | null
  isOnlyOwner: boolean
  orgRoleList: ({
    id: string
    name: string
    desc: string
    scopes: (string)[]
    allowed: boolean
    isAllowed: boolean
    isRetired: boolean
    isTeamRolesAllowed: boolean
    is_global: boolean
    isGlobal: boolean
    minimumTeamRole: string
  })[]
  teamRoleList: ({
    id: string
    name: string
    desc: string
    scopes: (string)[]
    allowed: boolean
    isAllowed: boolean
    isRetired: boolean
    isTeamRolesAllowed: boolean
    isMinimumRoleFor: string | null
  })[]
}

export interface Organization {
  id: string
  slug: string
  name: string
  status: {
    id: string
    name: string
  }
  dateCreated: string
  isEarlyAdopter: boolean
  require2FA: boolean
  avatar: {
    avatarType: string
    avatarUuid: string | null
    avatarUrl: string | null
  }
  links: {
    organizationUrl: string
    regionUrl: string
  }
  hasAuthProvider: boolean
  requiresSso: boolean
  allowMemberInvite: boolean
  allowMemberProjectCreation: boolean
  allowSuperuserAccess: boolean
  features: (string)[]
  extraOptions: JsonObject
  access: (string)[]
  onboardingTasks: (JsonObject)[]
  plan: string
  planDetails: JsonObject
}

export interface OrganizationAuthToken {
  id: string
  name: string
  scopes: (string)[]
  tokenLastCharacters: string
  dateCreated: string
  dateLastUsed: string | null
  projectLastUsedId: null
  token?: string
}

export interface OrganizationDetail {
  id: string
  slug: string
  name: string
  status: {
    id: string
    name: string
  }
  dateCreated: string
  isEarlyAdopter: boolean
  require2FA: boolean
  avatar: {
    avatarType: string
    avatarUuid: string | null
    avatarUrl: string | null
  }
  links: {
    organizationUrl: string
    regionUrl: string
  }
  hasAuthProvider: boolean
  requiresSso: boolean
  allowMemberInvite: boolean
  allowMemberProjectCreation: boolean
  allowSuperuserAccess: boolean
  features: (string)[]
  extraOptions: JsonObject
  access: (string)[]
  onboardingTasks: (JsonObject)[]
  plan: string
  planDetails: JsonObject
  role: string | null
  orgRole: string | null
  orgRoleList: ({
    id: string
    name: string
    desc: string
    scopes: (string)[]
    allowed: boolean
    isAllowed: boolean
    isRetired: boolean
    isTeamRolesAllowed: boolean
    is_global: boolean
    isGlobal: boolean
    minimumTeamRole: string
  })[]
  teamRoleList: ({
    id: string
    name: string
    desc: string
    scopes: (string)[]
    allowed: boolean
    isAllowed: boolean
    isRetired: boolean
    isTeamRolesAllowed: boolean
    isMinimumRoleFor: string | null
  })[]
  experiments: { [name: string]: string }
  isDefault: boolean
  defaultRole: string
  openMembership: boolean
  allowSharedIssues: boolean
  enhancedPrivacy: boolean
  dataScrubber: boolean
  dataScrubberDefaults: boolean
  sensitiveFields: (string)[]
  safeFields: (string)[]
  storeCrashReports: number
  attachmentsRole: string
  debugFilesRole: string
  hasGranularReplayPermissions: boolean
  replayAccessMembers: (number)[]
  eventsMemberAdmin: boolean
  alertsMemberWrite: boolean
  scrubIPAddresses: boolean
  scrapeJavaScript: boolean
  allowJoinRequests: boolean
  relayPiiConfig: string | null
  relayDsnEndpoint: string | null
  trustedRelays: ({
    name: string
    description: string
    publicKey: string
    created: string
    lastModified: string
  })[]
  pendingAccessRequests: number
  hideAiFeatures: boolean
  aggregatedDataConsent: boolean
  isDynamicallySampled: boolean
  issueAlertsThreadFlag: boolean
  metricAlertsThreadFlag: boolean
  defaultAutofixAutomationTuning: string
  defaultSeerScannerAutomation: boolean
  enableSeerCoding: boolean
  defaultCodingAgent: string
  defaultCodingAgentIntegrationId: string | null
  defaultAutomatedRunStoppingPoint: string
  autoEnableCodeReview: boolean
  autoOpenPrs: boolean
  defaultCodeReviewTriggers: (string)[]
  teams?: (Team)[]
  projects?: (Project)[]
}

export interface Project {
  id: string
  slug: string
  name: string
  platform: string | null
  dateCreated: string
  isBookmarked: boolean
  isMember: boolean
  hasAccess: boolean
  features: (string)[]
  firstEvent: string | null
  firstTransactionEvent: boolean
  access: (string)[]
  teams: ({
    id: string
    name: string
    slug: string
  })[]
  platforms: (string)[]
  latestRelease: {
    version: string
  } | null
  options: JsonObject
  hasFeedbacks: boolean
  hasFlags: boolean
  hasMinifiedStackTrace: boolean
  hasMonitors: boolean
  hasNewFeedbacks: boolean
  hasProfiles: boolean
  hasReplays: boolean
  hasSessions: boolean
  hasInsightsHttp: boolean
  hasInsightsDb: boolean
  hasInsightsAssets: boolean
  hasInsightsAppStart: boolean
  hasInsightsScreenLoad: boolean
  hasInsightsVitals: boolean
  hasInsightsCaches: boolean
  hasInsightsQueues: boolean
  hasInsightsAgentMonitoring: boolean
  hasInsightsMCP: boolean
  hasLogs: boolean
  hasTraceMetrics: boolean
  stats?: ((number)[])[]
  sessionStats?: {
    currentCrashFreeRate: number | null
    previousCrashFreeRate: number | null
    hasHealthData: boolean
  }
  organization?: {
    id: string
    slug: string
    name: string
  }
  team: {
    id: string
    name: string
    slug: string
  } | null
  hasUserReports: boolean
  environments: (string)[]
}

export interface ProjectDetail {
  id: string
  slug: string
  name: string
  platform: string | null
  dateCreated: string
  isBookmarked: boolean
  isMember: boolean
  hasAccess: boolean
  features: (string)[]
  firstEvent: string | null
  firstTransactionEvent: boolean
  access: (string)[]
  teams: ({
    id: string
    name: string
    slug: string
  })[]
  platforms: (string)[]
  latestRelease: {
    version: string
  } | null
  options: JsonObject
  hasFeedbacks: boolean
  hasFlags: boolean
  hasMinifiedStackTrace: boolean
  hasMonitors: boolean
  hasNewFeedbacks: boolean
  hasProfiles: boolean
  hasReplays: boolean
  hasSessions: boolean
  hasInsightsHttp: boolean
  hasInsightsDb: boolean
  hasInsightsAssets: boolean
  hasInsightsAppStart: boolean
  hasInsightsScreenLoad: boolean
  hasInsightsVitals: boolean
  hasInsightsCaches: boolean
  hasInsightsQueues: boolean
  hasInsightsAgentMonitoring: boolean
  hasInsightsMCP: boolean
  hasLogs: boolean
  hasTraceMetrics: boolean
  team?: {
    id: string
    name: string
    slug: string
  }
  isInternal: boolean
  isPublic: boolean
  avatar: {
    avatarType: string
    avatarUuid: string | null
    avatarUrl: string | null
  }
  color: string
  status: string
  digestsMinDelay: number
  digestsMaxDelay: number
  subjectPrefix: string
  subjectTemplate: string
  allowedDomains: (string)[]
  resolveAge: number
  dataScrubber: boolean
  dataScrubberDefaults: boolean
  scrubIPAddresses: boolean
  sensitiveFields: (string)[]
  safeFields: (string)[]
  storeCrashReports: number | null
  securityToken: string
  securityTokenHeader: string | null
  verifySSL: boolean
  scrapeJavaScript: boolean
  enableAutoReleaseCreation: boolean
  highlightTags: (string)[]
  highlightContext: JsonObject
  highlightPreset: {
    tags: (string)[]
    context: { [name: string]: (string)[] }
  }
  groupingConfig: string
  groupingEnhancements: string
  derivedGroupingEnhancements: string
  secondaryGroupingExpiry: number
  secondaryGroupingConfig: string | null
  fingerprintingRules: string
  organization: Organization
  processingIssues: number
  defaultEnvironment: string | null
  relayPiiConfig: string | null
  builtinSymbolSources: (string)[]
  dynamicSamplingBiases: (JsonObject)[] | null
  symbolSources: string
  isDynamicallySampled: boolean
  tempestFetchScreenshots: boolean
  autofixAutomationTuning: string
  seerScannerAutomation: boolean
  seerNightshiftTweaks: Json
  scmSourceContextEnabled: boolean
  debugFilesRole: string | null
}

export interface ProjectKey {
  id: string
  name: string
  label: string
  public: string | null
  secret: string | null
  projectId: number
  isActive: boolean
  rateLimit: {
    window: number
    count: number
  } | null
  dsn: {
    public: string
    secret: string
    csp: string
    security: string
    minidump: string
    nel: string
    unreal: string
    crons: string
    cdn: string
    playstation: string
    integration: string
    otlp_traces: string
    otlp_logs: string
  }
  browserSdkVersion: string
  browserSdk: {
    choices: ((string)[])[]
  }
  dateCreated: string | null
  dynamicSdkLoaderOptions: {
    hasReplay: boolean
    hasPerformance: boolean
    hasDebug: boolean
    hasFeedback: boolean
    hasLogsAndMetrics: boolean
  }
  useCase: string
}

export interface RecordingSegment {
  id: number
  replayId: string
  segmentId: number
  projectId: string
  dateAdded: string | null
}

export interface Release {
  id: number
  version: string
  shortVersion: string
  versionInfo: {
    package: string | null
    description: string
    version: JsonObject
    buildHash: string | null
  }
  status: "open" | "archived"
  ref: string | null
  url: string | null
  dateCreated: string
  dateStarted: string | null
  dateReleased: string | null
  firstEvent: string | null
  lastEvent: string | null
  newGroups: number
  commitCount: number
  deployCount: number
  lastCommit: Commit | null
  lastDeploy: Deploy | null
  authors: ({
    name: string | null
    email: string
  })[]
  owner: JsonObject | null
  projects: ({
    id: number
    slug: string
    name: string
    platform: string | null
    platforms: (string)[]
    newGroups: number
    hasHealthData: boolean
    healthData?: ReleaseHealth
  })[]
  data: JsonObject
  currentProjectMeta: JsonObject
  userAgent: string | null
  adoptionStages?: { [name: string]: {
    stage: "low_adoption" | "adopted" | "replaced"
    adopted: string | null
    unadopted: string | null
  } }
}

export interface ReleaseCommit {
  id: string
  message: string | null
  dateCreated: string
  pullRequest: null
  suspectCommitType: string
  repository?: Repository
  author: {
    name: string | null
    email: string
  } | JsonObject
  releases: ({
    version: string
    shortVersion: string
    ref: string | null
    url: string | null
    dateReleased: string | null
    dateCreated: string
  })[]
}

export interface ReleaseHealth {
  adoption: number | null
  sessionsAdoption: number | null
  crashFreeUsers: number | null
  crashFreeSessions: number | null
  totalUsers: number | null
  totalUsers24h: number | null
  totalProjectUsers24h: number | null
  totalSessions: number | null
  totalSessions24h: number | null
  totalProjectSessions24h: number | null
  sessionsCrashed: number
  sessionsErrored: number
  durationP50: number | null
  durationP90: number | null
  hasHealthData: boolean
  stats: JsonObject
}

export interface Replay {
  id?: string
  project_id?: string
  trace_ids?: (string)[]
  error_ids?: (string)[]
  warning_ids?: (string)[] | null
  info_ids?: (string)[] | null
  environment?: string | null
  tags?: { [name: string]: (string)[] } | (Json)[]
  user?: {
    id?: string | null
    username?: string | null
    email?: string | null
    ip?: string | null
    display_name?: string | null
    geo?: {
      city?: string | null
      country_code?: string | null
      region?: string | null
      subdivision?: string | null
    }
    name?: string | null
    ip_address?: string | null
  }
  sdk?: {
    name?: string | null
    version?: string | null
  }
  os?: {
    name?: string | null
    version?: string | null
  }
  browser?: {
    name?: string | null
    version?: string | null
  }
  device?: {
    name?: string | null
    brand?: string | null
    model?: string | null
    family?: string | null
  }
  ota_updates?: {
    channel?: string | null
    runtime_version?: string | null
    update_id?: string | null
  }
  is_archived?: boolean | null
  urls?: (string)[] | null
  segment_names?: (string)[] | null
  clicks?: (JsonObject)[]
  count_dead_clicks?: number | null
  count_rage_clicks?: number | null
  count_errors?: number | null
  count_warnings?: number | null
  count_infos?: number | null
  count_segments?: number | null
  count_urls?: number | null
  count_clicks?: number | null
  count_taps?: number | null
  count_multi_clicks?: number | null
  count_inputs?: number | null
  count_console_messages?: number | null
  count_requests?: number | null
  count_web_vitals?: number | null
  count_mutations?: number | null
  count_hydration_errors?: number | null
  duration?: number | null
  started_at?: string | null
  finished_at?: string | null
  activity?: number | null
  platform?: string | null
  releases?: (string)[]
  dist?: string | null
  replay_type?: string
  has_viewed?: boolean
  title?: string | null
  projectId?: string
  countErrors?: number | null
  countSegments?: number | null
  countUrls?: number | null
  startedAt?: string | null
  finishedAt?: string | null
}

export interface ReplayClick {
  node_id: number
  timestamp: string
  element: {
    tag: string
    id: string
    class: (string)[]
    text: string
    role: string
    alt: string
    testid: string
    aria_label: string
    title: string
    component_name: string
  }
  is_dead: boolean
  is_rage: boolean
}

export interface ReplayDeletion {
  id: number
  dateCreated: string
  dateUpdated: string
  rangeStart: string
  rangeEnd: string
  environments: (string)[]
  status: string
  query: string
  countDeleted: number
}

export interface ReplaySelector {
  dom_element: string
  element: {
    alt: string
    aria_label: string
    class: (string)[]
    component_name: string
    id: string
    project_id: string
    role: string
    tag: string
    testid: string
    title: string
  }
  project_id: string
  count_dead_clicks: number
  count_rage_clicks: number
  count: number
  dead_click_count: number
  rage_click_count: number
}

export interface Repository {
  id: string
  name: string
  url: string | null
  provider: {
    id: string
    name: string
  }
  status: string
  dateCreated: string
  integrationId: string | null
  externalSlug: string | null
  externalId: string | null
}

export interface Tag {
  key: string
  name: string
  totalValues: number
  uniqueValues: number
  topValues: (TagValue)[]
}

export interface TagValue {
  query: string | null
  key: string
  name: string
  value: string
  count: number
  firstSeen: string
  lastSeen: string
}

export interface Team {
  id: string
  slug: string
  name: string
  dateCreated: string | null
  isMember: boolean
  teamRole: string | null
  flags: JsonObject
  access: (string)[]
  hasAccess: boolean
  isPending: boolean
  memberCount: number
  avatar: {
    avatarType: string
    avatarUuid: string | null
    avatarUrl: string | null
  }
}

export interface TeamDetail {
  id: string
  slug: string
  name: string
  dateCreated: string | null
  isMember: boolean
  teamRole: string | null
  flags: JsonObject
  access: (string)[]
  hasAccess: boolean
  isPending: boolean
  memberCount: number
  avatar: {
    avatarType: string
    avatarUuid: string | null
    avatarUrl: string | null
  }
  externalTeams?: (JsonObject)[]
  organization?: Organization
  projects?: (TeamProject)[]
}

export interface TeamMember {
  id: string
  email: string
  name: string
  orgRole: string
  role: string
  roleName: string
  pending: boolean
  expired: boolean
  flags: { [name: string]: boolean }
  dateCreated: string
  inviteStatus: string
  inviterName: string | null
  externalUsers: (JsonObject)[]
  user: User
  teamRole: string | null
  teamSlug: string
}

export interface TeamProject {
  id: string
  slug: string
  name: string
  platform: string | null
  dateCreated: string
  isBookmarked: boolean
  isMember: boolean
  hasAccess: boolean
  features: (string)[]
  firstEvent: string | null
  firstTransactionEvent: boolean
  access: (string)[]
  teams: ({
    id: string
    name: string
    slug: string
  })[]
  platforms: (string)[]
  latestRelease: {
    version: string
  } | null
  options: JsonObject
  hasFeedbacks: boolean
  hasFlags: boolean
  hasMinifiedStackTrace: boolean
  hasMonitors: boolean
  hasNewFeedbacks: boolean
  hasProfiles: boolean
  hasReplays: boolean
  hasSessions: boolean
  hasInsightsHttp: boolean
  hasInsightsDb: boolean
  hasInsightsAssets: boolean
  hasInsightsAppStart: boolean
  hasInsightsScreenLoad: boolean
  hasInsightsVitals: boolean
  hasInsightsCaches: boolean
  hasInsightsQueues: boolean
  hasInsightsAgentMonitoring: boolean
  hasInsightsMCP: boolean
  hasLogs: boolean
  hasTraceMetrics: boolean
  stats?: ((number)[])[]
  sessionStats?: {
    currentCrashFreeRate: number | null
    previousCrashFreeRate: number | null
    hasHealthData: boolean
  }
  organization?: {
    id: string
    slug: string
    name: string
  }
  team?: {
    id: string
    name: string
    slug: string
  }
  hasUserReports: boolean
  environments: (string)[]
  isInternal: boolean
  isPublic: boolean
  avatar: {
    avatarType: string
    avatarUuid: string | null
    avatarUrl: string | null
  }
  color: string
  status: string
}

export interface User {
  id: string
  name: string
  username: string
  email: string
  avatarUrl: string
  avatar: {
    avatarType: string
    avatarUuid: string | null
    avatarUrl: string | null
  }
  isActive: boolean
  isSuspended: boolean
  hasPasswordAuth: boolean
  isManaged: boolean
  dateJoined: string
  lastLogin: string | null
  has2fa: boolean
  lastActive: string | null
  isSuperuser: boolean
  isStaff: boolean
  experiments: JsonObject
  emails: ({
    id: string
    email: string
    is_verified: boolean
  })[]
}

export interface UserReport {
  id: string
  eventID: string
  name: string
  email: string
  comments: string
  dateCreated: string
  user: {
    id: string
    username: string | null
    email: string | null
    name: string | null
    ipAddress: string | null
    avatarUrl: string | null
  } | null
  event: {
    id: string
    eventID: string
  }
  issue: JsonObject | null
}

export interface UserSession {
  type: "mobile" | "web"
  platform: "android" | "ios" | "web"
  session_id: string
  project_id: string
  created_at: string
  session_duration_ms: number
  device_metadata: {
    app_version?: string
    manufacturer?: string
    model?: string
    network_type?: string
    os_version?: string
    plug_sdk_version?: string
    screen_height?: number
    screen_width?: number
    sdk_version?: string
  }
  has_exception_occurred: boolean
  is_anr: boolean
  is_anonymous: boolean
  is_crash: boolean
  rage_tap: boolean
  recording_ids: (string)[]
  rev_org_id: string
  rev_user_id?: string
  screen_count: number
  user: {
    id: string | null
    email: string | null
    name: string | null
  }
}

export interface WholeUserSession {
  type: "mobile" | "web"
  platform: "android" | "ios" | "web"
  session_id: string
  project_id: string
  created_at: string
  session_duration_ms: number
  device_metadata: {
    app_version?: string
    manufacturer?: string
    model?: string
    network_type?: string
    os_version?: string
    plug_sdk_version?: string
    screen_height?: number
    screen_width?: number
    sdk_version?: string
  }
  has_exception_occurred: boolean
  is_anr: boolean
  is_anonymous: boolean
  is_crash: boolean
  rage_tap: boolean
  recording_ids: (string)[]
  rev_org_id: string
  rev_user_id?: string
  screen_count: number
  user: {
    id: string | null
    email: string | null
    name: string | null
  }
  screens: (string)[]
  custom_events: (string)[]
  attributes: ({
    key: string
    value: string
  })[]
  response_times: (number)[]
  sessions: ({
    sid: string
    status: "ok" | "exited" | "unhandled" | "abnormal" | "crashed"
    is_errored: boolean
    started: string
    duration: number | null
    release: string | null
    environment: string | null
  })[]
  events: ({
    event_id: string
    issue_id: string
    short_id: string
    title: string
    culprit: string
    type: string
    level: string
    handled: boolean | null
    timestamp: string
  })[]
  breadcrumbs: ({
    timestamp: string | null
    type: string
    category: string | null
    level: string
    message: string | null
    data: JsonObject | null
    event_id: string | null
  })[]
  has_more_events: boolean
}

export interface Answers {
  'GET /api/0/': {
    version: string
    auth: {
      scopes: (string)[]
    } | null
    user: User | null
  }
  'GET /api/0/accept-invite/{member_id}/{token}/': {
    orgSlug: string
    orgName: string
    email: string
    role: string
    inviterName: string | null
    needsAuthentication: boolean
    existingMember: boolean
    needs2fa: boolean
    hasAuthProvider: boolean
    requireSso: boolean
    ssoProvider: null
  }
  'POST /api/0/accept-invite/{member_id}/{token}/': {
    orgSlug: string
    memberId: string
  }
  'GET /api/0/api-tokens/': (ApiToken)[]
  'POST /api/0/api-tokens/': ApiToken
  'DELETE /api/0/api-tokens/': void
  'GET /api/0/api-tokens/{token_id}/': ApiToken
  'PUT /api/0/api-tokens/{token_id}/': void
  'DELETE /api/0/api-tokens/{token_id}/': void
  'GET /api/0/auth/': User
  'POST /api/0/auth/': User
  'DELETE /api/0/auth/': void
  'GET /api/0/organizations/': (Organization)[]
  'GET /api/0/organizations/{organization_id_or_slug}/': OrganizationDetail
  'PUT /api/0/organizations/{organization_id_or_slug}/': OrganizationDetail
  'GET /api/0/organizations/{organization_id_or_slug}/alert-rules/': (AlertRule)[]
  'GET /api/0/organizations/{organization_id_or_slug}/alert-rules/{rule_id}/': AlertRule
  'GET /api/0/organizations/{organization_id_or_slug}/combined-rules/': (JsonObject)[]
  'GET /api/0/organizations/{organization_id_or_slug}/config/integrations/': {
    providers: (JsonObject)[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/environments/': ({
    id: string
    name: string
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/eventids/{event_id}/': {
    organizationSlug: string
    projectSlug: string
    groupId: string
    eventId: string
    event: Event
  }
  'GET /api/0/organizations/{organization_id_or_slug}/events/': {
    data: (JsonObject)[]
    meta: {
      fields: { [name: string]: string }
      units: { [name: string]: string | null }
      tips: { [name: string]: string }
      datasetReason: string
      isMetricsData: boolean
      isMetricsExtractedData: boolean
      dataset: string
    }
  }
  'GET /api/0/organizations/{organization_id_or_slug}/events/validate/': {
    valid: boolean
    projects: ({
      valid: boolean
      error: string | null
    })[]
    dataset: ({
      name: string
      valid: boolean
      error: string | null
    })[]
    environment: ({
      valid: boolean
      error: string | null
    })[]
    field: ({
      name: string
      valid: boolean
      error: string | null
      attrType: string | null
    })[]
    query: {
      valid: boolean
      error: string | null
      fields: ({
        name: string
        valid: boolean
        error: string | null
        attrType: string | null
      })[]
    }
    orderby: ({
      name: string
      valid: boolean
      error: string | null
      attrType: string | null
    })[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/issues-count/': { [name: string]: number }
  'GET /api/0/organizations/{organization_id_or_slug}/issues/': (IssueListItem)[]
  'PUT /api/0/organizations/{organization_id_or_slug}/issues/': {
    status?: "unresolved" | "resolved" | "ignored"
    statusDetails?: JsonObject
    substatus?: string
    assignedTo?: {
      type: "user" | "team"
      id: string
      name: string
      email?: string
    } | null
    priority?: string
    hasSeen?: boolean
    isBookmarked?: boolean
    isSubscribed?: boolean
    subscriptionDetails?: JsonObject | null
    isPublic?: boolean
    shareId?: string
    inbox?: boolean
    merge?: {
      parent: string
      children: (string)[]
    }
  } | null
  'DELETE /api/0/organizations/{organization_id_or_slug}/issues/': void
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/': IssueDetail
  'DELETE /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/': void
  'PUT /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/': Issue
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/activities/': {
    activity: ({
      id: string
      type: string
      user: JsonObject | null
      sentry_app: null
      data: JsonObject
      dateCreated: string
    })[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/attachments/': (EventAttachment)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/events/': (Event | EventSummary)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/events/{event_id}/': Event
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/external-issues/': ({
    id: string
    issueId: string
    serviceType: string
    displayName: string
    webUrl: string
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/hashes/': ({
    id: string
    latestEvent: JsonObject | null
    mergedBySeer: boolean
    seerMatchDistance: number | null
  })[]
  'DELETE /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/hashes/': void
  'PUT /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/hashes/': void
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/notes/': ({
    id: string
    type: string
    user: JsonObject | null
    sentry_app: null
    data: JsonObject
    dateCreated: string
  })[]
  'POST /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/notes/': {
    id: string
    type: string
    user: JsonObject | null
    sentry_app: null
    data: JsonObject
    dateCreated: string
  }
  'PUT /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/notes/{note_id}/': {
    id: string
    type: string
    user: JsonObject | null
    sentry_app: null
    data: JsonObject
    dateCreated: string
  }
  'DELETE /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/notes/{note_id}/': void
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/participants/': (JsonObject)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/': (Tag)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/{key}/': Tag
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/{key}/values/': (TagValue)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/user-reports/': (UserReport)[]
  'GET /api/0/organizations/{organization_id_or_slug}/members/': (Member)[]
  'POST /api/0/organizations/{organization_id_or_slug}/members/': Member
  'GET /api/0/organizations/{organization_id_or_slug}/members/{member_id}/': MemberDetail
  'PUT /api/0/organizations/{organization_id_or_slug}/members/{member_id}/': MemberDetail
  'DELETE /api/0/organizations/{organization_id_or_slug}/members/{member_id}/': void
  'POST /api/0/organizations/{organization_id_or_slug}/members/{member_id}/teams/{team_id_or_slug}/': Team
  'PUT /api/0/organizations/{organization_id_or_slug}/members/{member_id}/teams/{team_id_or_slug}/': {
    isActive: boolean
    teamRole: string
  }
  'DELETE /api/0/organizations/{organization_id_or_slug}/members/{member_id}/teams/{team_id_or_slug}/': Team
  'GET /api/0/organizations/{organization_id_or_slug}/org-auth-tokens/': (OrganizationAuthToken)[]
  'POST /api/0/organizations/{organization_id_or_slug}/org-auth-tokens/': OrganizationAuthToken
  'GET /api/0/organizations/{organization_id_or_slug}/org-auth-tokens/{token_id}/': OrganizationAuthToken
  'PUT /api/0/organizations/{organization_id_or_slug}/org-auth-tokens/{token_id}/': void
  'DELETE /api/0/organizations/{organization_id_or_slug}/org-auth-tokens/{token_id}/': void
  'GET /api/0/organizations/{organization_id_or_slug}/project-keys/': (ProjectKey)[]
  'GET /api/0/organizations/{organization_id_or_slug}/projects/': (Project)[]
  'POST /api/0/organizations/{organization_id_or_slug}/projects/': Project
  'GET /api/0/organizations/{organization_id_or_slug}/relay_usage/': (JsonObject)[]
  'GET /api/0/organizations/{organization_id_or_slug}/releases/': (Release)[]
  'POST /api/0/organizations/{organization_id_or_slug}/releases/': Release
  'GET /api/0/organizations/{organization_id_or_slug}/releases/stats/': ({
    version: string
    date: string
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/': Release
  'PUT /api/0/organizations/{organization_id_or_slug}/releases/{version}/': Release
  'DELETE /api/0/organizations/{organization_id_or_slug}/releases/{version}/': void
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/commitfiles/': ({
    id: string
    orgId: number
    author: {
      name: string | null
      email: string
    } | JsonObject
    commitMessage: string | null
    filename: string
    type: "A" | "M" | "D"
    repoName: string
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/commits/': (ReleaseCommit)[]
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/deploys/': (Deploy)[]
  'POST /api/0/organizations/{organization_id_or_slug}/releases/{version}/deploys/': Deploy
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/files/': ({
    id: string
    name: string
    dist: string | null
    headers: JsonObject
    size: number
    sha1: string
    dateCreated: string
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/meta/': {
    version: string
    versionInfo: {
      package: string | null
      description: string
      version: JsonObject
      buildHash: string | null
    }
    projects: ({
      id: number
      slug: string
      name: string
      platform: string | null
      platforms: (string)[]
      newGroups: number
      hasHealthData: boolean
      healthData?: ReleaseHealth
    })[]
    newGroups: number
    deployCount: number
    commitCount: number
    commitFilesChanged: number
    released: string
    releaseFileCount: number
    isArtifactBundle: boolean
  }
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/previous-with-commits/': Release | {

  }
  'GET /api/0/organizations/{organization_id_or_slug}/releases/{version}/resolved/': (IssueListItem)[]
  'GET /api/0/organizations/{organization_id_or_slug}/replay-count/': { [name: string]: number | (string)[] }
  'GET /api/0/organizations/{organization_id_or_slug}/replay-selectors/': {
    data: (ReplaySelector)[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/replays/': {
    data: (Replay)[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/replays/selectors/': {
    data: (ReplaySelector)[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/replays/{replay_id}/': {
    data: Replay
  }
  'GET /api/0/organizations/{organization_id_or_slug}/replays/{replay_id}/clicks/': {
    data: (ReplayClick)[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/repos/': (Repository)[]
  'POST /api/0/organizations/{organization_id_or_slug}/repos/': Repository
  'GET /api/0/organizations/{organization_id_or_slug}/repos/{repo_id}/commits/': (Commit)[]
  'GET /api/0/organizations/{organization_id_or_slug}/sessions/': {
    start: string
    end: string
    intervals: (string)[]
    groups: ({
      by: {
        project?: number | null
        release?: string | null
        environment?: string | null
        "session.status"?: string
      }
      totals?: { [name: string]: number | null }
      series?: { [name: string]: (number | null)[] }
    })[]
    query: string
  }
  'GET /api/0/organizations/{organization_id_or_slug}/shortids/{issue_id}/': {
    organizationSlug: string
    projectSlug: string
    groupId: string
    group: Issue
    shortId: string
  }
  'GET /api/0/organizations/{organization_id_or_slug}/stats-summary/': {
    start: string
    end: string
    projects: ({
      id: string
      slug: string
      stats: ({
        category: string
        outcomes: { [name: string]: number }
        totals: { [name: string]: number }
      })[]
    })[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/stats/': ((number)[])[] | { [name: string]: ((number)[])[] }
  'GET /api/0/organizations/{organization_id_or_slug}/stats_v2/': {
    start: string
    end: string
    intervals: (string)[]
    groups: ({
      by: JsonObject
      totals: { [name: string]: number }
      series: { [name: string]: (number)[] }
    })[]
  }
  'GET /api/0/organizations/{organization_id_or_slug}/tags/': ({
    key: string
    name: string
    totalValues: number
    uniqueValues: number
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/tags/{key}/values/': (TagValue)[]
  'GET /api/0/organizations/{organization_id_or_slug}/teams/': (TeamDetail)[]
  'POST /api/0/organizations/{organization_id_or_slug}/teams/': TeamDetail
  'GET /api/0/organizations/{organization_id_or_slug}/trace-items/attributes/': ({
    key: string
    name: string
    attributeType: string
    attributeSource: {
      source_type: string
    }
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/user-feedback/': (UserReport)[]
  'GET /api/0/organizations/{organization_id_or_slug}/user-sessions/': (UserSession)[]
  'GET /api/0/organizations/{organization_id_or_slug}/user-sessions/{session_id}/': WholeUserSession
  'GET /api/0/organizations/{organization_id_or_slug}/user-teams/': (TeamDetail)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/': ProjectDetail
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/': ProjectDetail
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/': ({
    id: string
    name: string
    isHidden: boolean
  })[]
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/': ({
    id: string
    name: string
    isHidden: boolean
  })[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/{environment}/': {
    id: string
    name: string
    isHidden: boolean
  }
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/{environment}/': {
    id: string
    name: string
    isHidden: boolean
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/': (Event | EventSummary)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/': Event
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/attachments/': (EventAttachment)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/attachments/{attachment_id}/': EventAttachment
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/attachments/{attachment_id}/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/grouping-info/': { [name: string]: {
    key: string
    type: string
    description: string
    hash: string | null
    hashMismatch: boolean
    hint: string | null
    contributes: boolean
    component: Json
    config: {
      id: string
    }
    values: (string)[] | null
    matchedRule: string | null
  } }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/json/': Json
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/source-map-debug/': {
    dist: string | null
    release: string | null
    exceptions: ({
      frames: ({
        debug_id_process: {
          debug_id: string | null
          uploaded_source_file_with_correct_debug_id: boolean
          uploaded_source_map_with_correct_debug_id: boolean
        }
        release_process: {
          abs_path: string
          matching_source_file_names: (string)[]
          matching_source_map_name: string | null
          source_map_reference: string | null
          source_file_lookup_result: string
          source_map_lookup_result: string
        } | null
        scraping_process: {
          source_file: null
          source_map: null
        }
      })[]
    })[]
    has_debug_ids: boolean
    min_debug_id_sdk_version: string | null
    sdk_version: string | null
    project_has_some_artifact_bundle: boolean
    release_has_some_artifact: boolean
    has_uploaded_some_artifact_with_a_debug_id: boolean
    sdk_debug_id_support: string
    has_scraping_data: boolean
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/filters/': ({
    id: string
    active: boolean | (string)[]
  })[]
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/filters/{filter_id}/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/': (IssueListItem)[]
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/': {
    status?: "unresolved" | "resolved" | "ignored"
    statusDetails?: JsonObject
    substatus?: string
    assignedTo?: {
      type: "user" | "team"
      id: string
      name: string
      email?: string
    } | null
    priority?: string
    hasSeen?: boolean
    isBookmarked?: boolean
    isSubscribed?: boolean
    subscriptionDetails?: JsonObject | null
    isPublic?: boolean
    shareId?: string
    inbox?: boolean
    merge?: {
      parent: string
      children: (string)[]
    }
  } | null
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/': (ProjectKey)[]
  'POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/': ProjectKey
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/': ProjectKey
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/': ProjectKey
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/members/': (Member)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/ownership/': {
    schema: {
      "$version": number
      rules: ({
        matcher: {
          type: string
          pattern: string
        }
        owners: ({
          type: string
          name: string
          id?: string
        })[]
      })[]
    } | null
    raw: string
    fallthrough: boolean
    dateCreated: string
    lastUpdated: string
    isActive: boolean
    autoAssignment: string
    codeownersAutoSync: boolean
  }
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/ownership/': {
    schema: {
      "$version": number
      rules: ({
        matcher: {
          type: string
          pattern: string
        }
        owners: ({
          type: string
          name: string
          id?: string
        })[]
      })[]
    } | null
    raw: string
    fallthrough: boolean
    dateCreated: string
    lastUpdated: string
    isActive: boolean
    autoAssignment: string
    codeownersAutoSync: boolean
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/': (Release)[]
  'POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/': Release
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/': Release
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/': Release
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/commits/': (ReleaseCommit)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/files/': ({
    id: string
    name: string
    dist: string | null
    headers: JsonObject
    size: number
    sha1: string
    dateCreated: string
  })[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/repositories/': (Repository)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/resolved/': (IssueListItem)[]
  'POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/jobs/delete/': {
    data: ReplayDeletion
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/jobs/delete/': {
    data: (ReplayDeletion)[]
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/jobs/delete/{job_id}/': {
    data: ReplayDeletion
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/': {
    data: Replay
  }
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/clicks/': {
    data: (ReplayClick)[]
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/recording-segments/': (RecordingSegment | (JsonObject)[])[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/recording-segments/{segment_id}/': {
    data: RecordingSegment
    id: number
    replayId: string
    segmentId: number
    dateAdded: string | null
  } | (JsonObject)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/videos/{segment_id}/': string
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/viewed-by/': {
    data: {
      viewed_by: ({
        id: string
        name: string
        username: string
        email: string
        avatarUrl: string
        avatar: {
          avatarType: string
          avatarUuid: string | null
          avatarUrl: string | null
        }
        isActive: boolean
        isSuspended: boolean
        hasPasswordAuth: boolean
        isManaged: boolean
        dateJoined: string
        lastLogin: string | null
        has2fa: boolean
        lastActive: string | null
        isSuperuser: boolean
        isStaff: boolean
        experiments: JsonObject
        emails: ({
          id: string
          email: string
          is_verified: boolean
        })[]
        type: "user"
        dateViewed: string
      })[]
    }
  }
  'POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/viewed-by/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/rules/': (IssueAlertRule)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/rules/{rule_id}/': IssueAlertRule
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/stacktrace-link/': {
    config: null
    sourceUrl: null
    integrations: (JsonObject)[]
  }
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/stats/': ((number)[])[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/tags/': ({
    key: string
    name: string
    uniqueValues: number
    canDelete: boolean
  })[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/tags/{key}/values/': (TagValue)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/': (Team)[]
  'POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/{team_id_or_slug}/': TeamProject
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/teams/{team_id_or_slug}/': TeamProject
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/user-feedback/': (UserReport)[]
  'POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/user-feedback/': UserReport
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/users/': ({
    id: string | null
    tagValue: string
    identifier: string
    username: string
    email: string
    name: string
    ipAddress: string
    avatarUrl: string
    hash: string
    dateCreated: string | null
  })[]
  'GET /api/0/shared/issues/{share_id}/': {
    id: string
    shareId: string
    shortId: string
    title: string
    culprit: string | null
    level: string
    platform: string | null
    type: string
    issueType: string
    issueCategory: string
    isUnhandled: boolean
    permalink: string
    metadata: JsonObject
    project: {
      slug: string
      name: string
      platform: string | null
      organization: {
        slug: string
        name: string
      }
    }
    latestEvent: {
      id: string
      eventID: string
      type: string
      title: string
      message: string | null
      culprit: string | null
      location: string | null
      platform: string
      dateCreated: string
      metadata: JsonObject
      entries: ({
        type: string
        data: Json
      })[]
    } | null
  }
  'GET /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/': TeamDetail
  'PUT /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/': TeamDetail
  'DELETE /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/': void
  'GET /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/members/': (TeamMember)[]
  'GET /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/': (Project)[]
  'POST /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/': Project
  'GET /api/0/users/me/': User
  'PUT /api/0/users/me/': User
  'GET /api/0/users/me/regions/': {
    regions: ({
      name: string
      url: string
    })[]
  }
}

