import { type Static, Type } from '../http/type.ts'
import { AnyObject, DateTime, nullable, ref } from '../http/schema.ts'
import { OrganizationSchema } from '../organizations/schema.ts'
import { TeamReferenceSchema } from '../teams/schema.ts'
import { AvatarSchema } from '../users/schema.ts'
import { ProjectFlagsSchema } from './flags.ts'

const base = {
  id: Type.String(),
  slug: Type.String(),
  name: Type.String(),
  platform: nullable(Type.String()),
  dateCreated: DateTime,
  isBookmarked: Type.Boolean(),
  /** Whether the caller is in one of its teams. */
  isMember: Type.Boolean(),
  hasAccess: Type.Boolean(),
  features: Type.Array(Type.String()),
  /** When the first event came; null while waiting for it. */
  firstEvent: nullable(DateTime),
  firstTransactionEvent: Type.Boolean(),
  access: Type.Array(Type.String()),
  teams: Type.Array(TeamReferenceSchema),
  platforms: Type.Array(Type.String()),
  latestRelease: nullable(Type.Object({ version: Type.String() })),
  options: AnyObject,
  ...ProjectFlagsSchema.properties,
}

/** A project in a list. */
export const ProjectSchema = Type.Object(
  {
    ...base,
    /** Events an hour or a day, `[seconds since 1970, count]`; with `statsPeriod`. */
    stats: Type.Optional(Type.Array(Type.Array(Type.Integer()))),
    /** Percent of sessions without a crash, in the `statsPeriod` and in the one before; with `sessionStats`. */
    sessionStats: Type.Optional(
      Type.Object({
        currentCrashFreeRate: nullable(Type.Number()),
        previousCrashFreeRate: nullable(Type.Number()),
        hasHealthData: Type.Boolean(),
      }),
    ),
    organization: Type.Optional(Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() })),
    team: nullable(TeamReferenceSchema),
    hasUserReports: Type.Boolean(),
    environments: Type.Array(Type.String()),
  },
  { $id: 'Project' },
)
export type ProjectJson = Static<typeof ProjectSchema>

/** A project with its settings. */
export const ProjectDetailSchema = Type.Object(
  {
    ...base,
    team: Type.Optional(TeamReferenceSchema),
    isInternal: Type.Boolean(),
    isPublic: Type.Boolean(),
    avatar: AvatarSchema,
    color: Type.String(),
    status: Type.String(),
    digestsMinDelay: Type.Integer(),
    digestsMaxDelay: Type.Integer(),
    subjectPrefix: Type.String(),
    subjectTemplate: Type.String(),
    allowedDomains: Type.Array(Type.String()),
    resolveAge: Type.Integer(),
    dataScrubber: Type.Boolean(),
    dataScrubberDefaults: Type.Boolean(),
    scrubIPAddresses: Type.Boolean(),
    sensitiveFields: Type.Array(Type.String()),
    safeFields: Type.Array(Type.String()),
    storeCrashReports: nullable(Type.Integer()),
    securityToken: Type.String(),
    securityTokenHeader: nullable(Type.String()),
    verifySSL: Type.Boolean(),
    scrapeJavaScript: Type.Boolean(),
    enableAutoReleaseCreation: Type.Boolean(),
    highlightTags: Type.Array(Type.String()),
    highlightContext: AnyObject,
    highlightPreset: Type.Object({
      tags: Type.Array(Type.String()),
      context: Type.Record(Type.Array(Type.String())),
    }),
    groupingConfig: Type.String(),
    groupingEnhancements: Type.String(),
    derivedGroupingEnhancements: Type.String(),
    secondaryGroupingExpiry: Type.Integer(),
    secondaryGroupingConfig: nullable(Type.String()),
    fingerprintingRules: Type.String(),
    organization: ref(OrganizationSchema),
    processingIssues: Type.Integer(),
    defaultEnvironment: nullable(Type.String()),
    relayPiiConfig: nullable(Type.String()),
    builtinSymbolSources: Type.Array(Type.String()),
    dynamicSamplingBiases: nullable(Type.Array(AnyObject)),
    symbolSources: Type.String(),
    isDynamicallySampled: Type.Boolean(),
    tempestFetchScreenshots: Type.Boolean(),
    autofixAutomationTuning: Type.String(),
    seerScannerAutomation: Type.Boolean(),
    seerNightshiftTweaks: Type.Unknown(),
    scmSourceContextEnabled: Type.Boolean(),
    debugFilesRole: nullable(Type.String()),
  },
  { $id: 'ProjectDetail' },
)
export type ProjectDetailJson = Static<typeof ProjectDetailSchema>

export const RateLimitSchema = Type.Object({ window: Type.Integer(), count: Type.Integer() })

export const ProjectKeySchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    label: Type.String(),
    public: nullable(Type.String()),
    secret: nullable(Type.String()),
    projectId: Type.Integer(),
    isActive: Type.Boolean(),
    /** `window` in seconds. */
    rateLimit: nullable(RateLimitSchema),
    dsn: Type.Object({
      public: Type.String(),
      secret: Type.String(),
      csp: Type.String(),
      security: Type.String(),
      minidump: Type.String(),
      nel: Type.String(),
      unreal: Type.String(),
      crons: Type.String(),
      cdn: Type.String(),
      playstation: Type.String(),
      integration: Type.String(),
      otlp_traces: Type.String(),
      otlp_logs: Type.String(),
    }),
    browserSdkVersion: Type.String(),
    browserSdk: Type.Object({ choices: Type.Array(Type.Array(Type.String())) }),
    dateCreated: nullable(DateTime),
    dynamicSdkLoaderOptions: Type.Object({
      hasReplay: Type.Boolean(),
      hasPerformance: Type.Boolean(),
      hasDebug: Type.Boolean(),
      hasFeedback: Type.Boolean(),
      hasLogsAndMetrics: Type.Boolean(),
    }),
    useCase: Type.String(),
  },
  { $id: 'ProjectKey' },
)
export type ProjectKeyJson = Static<typeof ProjectKeySchema>
