// Made by scripts/api-types.ts from openapi.json. Not to be edited.

import type { Json, JsonObject } from '../../protocol/event.ts'

export interface Event {
  id: string
  eventID: string
  groupID: string | null
  projectID: string
  type: "error" | "default" | "csp" | "hpkp" | "expectct" | "expectstaple" | "nel" | "transaction"
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

export interface EventSummary {
  id: string
  eventID: string
  "event.type": string
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
  crashFile: string | null
  metadata: JsonObject
}

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
  firstRelease: {
    version: string
    shortVersion: string
    versionInfo: JsonObject
  } | null
  lastRelease: {
    version: string
    shortVersion: string
    versionInfo: JsonObject
  } | null
  tags?: (Tag)[]
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
    data: JsonObject
    dateCreated: string
  })[]
  seenBy: (JsonObject)[]
  participants: (JsonObject)[]
  userReportCount: number
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
  allowMemberInvite: boolean
  allowMemberProjectCreation: boolean
  allowSuperuserAccess: boolean
  features: (string)[]
  extraOptions: JsonObject
  access: (string)[]
  onboardingTasks: (JsonObject)[]
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

export interface User {
  id: string
  name: string
  username: string
  email: string
  avatarUrl: string | null
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

export interface Answers {
  'GET /api/0/': {
    version: string
    auth: {
      scopes: (string)[]
    } | null
    user: User | null
  }
  'GET /api/0/auth/': User
  'POST /api/0/auth/': User
  'DELETE /api/0/auth/': void
  'GET /api/0/organizations/': (Organization)[]
  'GET /api/0/organizations/{organization_id_or_slug}/': Organization
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
  'GET /api/0/organizations/{organization_id_or_slug}/issues/': (IssueListItem)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/': IssueDetail
  'PUT /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/': Issue
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/events/': (Event | EventSummary)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/events/{event_id}/': Event
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/hashes/': ({
    id: string
    latestEvent: Event | null
    mergedBySeer: boolean
    seerMatchDistance: null
  })[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/': (Tag)[]
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/{key}/': Tag
  'GET /api/0/organizations/{organization_id_or_slug}/issues/{issue_id}/tags/{key}/values/': (TagValue)[]
  'GET /api/0/organizations/{organization_id_or_slug}/project-keys/': (ProjectKey)[]
  'GET /api/0/organizations/{organization_id_or_slug}/projects/': (Project)[]
  'POST /api/0/organizations/{organization_id_or_slug}/projects/': Project
  'GET /api/0/organizations/{organization_id_or_slug}/shortids/{issue_id}/': {
    organizationSlug: string
    projectSlug: string
    groupId: string
    group: Issue
    shortId: string
  }
  'GET /api/0/organizations/{organization_id_or_slug}/teams/': (Team)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/': ProjectDetail
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/': ProjectDetail
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/': void
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/': ({
    id: string
    name: string
    isHidden: boolean
  })[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/': Event
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
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/': (IssueListItem)[]
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/': (ProjectKey)[]
  'POST /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/': ProjectKey
  'GET /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/': ProjectKey
  'PUT /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/': ProjectKey
  'DELETE /api/0/projects/{organization_id_or_slug}/{project_id_or_slug}/keys/{key_id}/': void
  'POST /api/0/teams/{organization_id_or_slug}/{team_id_or_slug}/projects/': Project
  'GET /api/0/users/me/': User
  'PUT /api/0/users/me/': User
}

