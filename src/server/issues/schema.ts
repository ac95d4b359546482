import { type Static, Type } from '../http/type.ts'
import { AnyObject, DateTime, nullable, ref } from '../http/schema.ts'
import { eventTypes, levels } from '../../protocol/event.ts'
import { issueStatuses, issueSubstatuses } from '../storage/meta/ports/issues.ts'

/** `[seconds since 1970, events]`, oldest first. */
export const SeriesSchema = Type.Array(Type.Array(Type.Number()))
/** By period: `24h`, `14d`, `30d`, `auto`. */
export const StatsSchema = Type.Record(SeriesSchema)

const FiguresSchema = Type.Object({
  count: Type.String(),
  userCount: Type.Integer(),
  firstSeen: nullable(DateTime),
  lastSeen: nullable(DateTime),
})

export const ActorSchema = Type.Object({
  type: Type.Enum(['user', 'team']),
  id: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
})

export const ReleaseReferenceSchema = Type.Object({
  version: Type.String(),
  shortVersion: Type.String(),
  versionInfo: AnyObject,
})

export const IssueSchema = Type.Object(
  {
    id: Type.String(),
    shareId: nullable(Type.String()),
    shortId: Type.String(),
    title: Type.String(),
    culprit: nullable(Type.String()),
    permalink: Type.String(),
    logger: nullable(Type.String()),
    level: Type.Enum(levels),
    status: Type.Enum(issueStatuses),
    statusDetails: AnyObject,
    substatus: nullable(Type.Enum(issueSubstatuses)),
    isPublic: Type.Boolean(),
    platform: nullable(Type.String()),
    priority: nullable(Type.Enum(['low', 'medium', 'high'])),
    priorityLockedAt: nullable(DateTime),
    seerFixabilityScore: nullable(Type.Number()),
    seerAutofixLastTriggered: nullable(DateTime),
    seerExplorerAutofixLastTriggered: nullable(DateTime),
    project: Type.Object({
      id: Type.String(),
      name: Type.String(),
      slug: Type.String(),
      platform: nullable(Type.String()),
    }),
    type: Type.Enum(eventTypes),
    issueType: Type.String(),
    issueCategory: Type.String(),
    metadata: AnyObject,
    numComments: Type.Integer(),
    assignedTo: nullable(ActorSchema),
    isBookmarked: Type.Boolean(),
    isSubscribed: Type.Boolean(),
    subscriptionDetails: nullable(AnyObject),
    hasSeen: Type.Boolean(),
    annotations: Type.Array(Type.Object({ displayName: Type.String(), url: Type.String() })),
    isUnhandled: Type.Boolean(),
    ...FiguresSchema.properties,
    derivedData: Type.Object({
      blocker: Type.String(),
      progress: Type.String(),
      status: Type.String(),
      viewCount: Type.Integer(),
      hasOpenFixPr: Type.Boolean(),
      isAssigned: Type.Boolean(),
      hasRootCause: Type.Boolean(),
      lastCompletedAutofixStep: Type.String(),
      lastProgressedAt: nullable(DateTime),
    }),
  },
  { $id: 'Issue' },
)
export type IssueJson = Static<typeof IssueSchema>

const InboxSchema = Type.Object({
  /** 0 new, 2 regressed, 5 escalating, 6 ongoing. */
  reason: Type.Integer(),
  reason_details: nullable(AnyObject),
  date_added: DateTime,
})

/** An issue in a list, with its figures in the window asked for and over its whole life. */
export const IssueListItemSchema = Type.Object(
  {
    ...IssueSchema.properties,
    stats: StatsSchema,
    lifetime: Type.Object({ ...FiguresSchema.properties, stats: nullable(StatsSchema) }),
    filtered: nullable(Type.Object({ ...FiguresSchema.properties, stats: StatsSchema })),
    sessionCount: Type.Integer(),
    inbox: InboxSchema,
    owners: Type.Object({ type: Type.String(), owner: Type.String(), date_added: DateTime }),
    integrationIssues: Type.Array(AnyObject),
    sentryAppIssues: Type.Array(AnyObject),
    latestEventHasAttachments: Type.Boolean(),
    matchingEventId: nullable(Type.String()),
    matchingEventEnvironment: nullable(Type.String()),
  },
  { $id: 'IssueListItem' },
)
export type IssueListItemJson = Static<typeof IssueListItemSchema>

export const TagValueSchema = Type.Object(
  {
    query: nullable(Type.String()),
    key: Type.String(),
    name: Type.String(),
    value: Type.String(),
    count: Type.Integer(),
    firstSeen: DateTime,
    lastSeen: DateTime,
  },
  { $id: 'TagValue' },
)
export type TagValueJson = Static<typeof TagValueSchema>

export const TagSchema = Type.Object(
  {
    key: Type.String(),
    name: Type.String(),
    totalValues: Type.Integer(),
    uniqueValues: Type.Integer(),
    topValues: Type.Array(ref(TagValueSchema)),
  },
  { $id: 'Tag' },
)
export type TagJson = Static<typeof TagSchema>

export const ActivitySchema = Type.Object({
  id: Type.String(),
  type: Type.String(),
  user: nullable(AnyObject),
  sentry_app: Type.Null(),
  data: AnyObject,
  dateCreated: DateTime,
})

export const IssueDetailSchema = Type.Object(
  {
    ...IssueSchema.properties,
    firstRelease: Type.Optional(nullable(ReleaseReferenceSchema)),
    lastRelease: Type.Optional(nullable(ReleaseReferenceSchema)),
    tags: Type.Optional(
      Type.Array(Type.Object({ key: Type.String(), name: Type.String(), totalValues: Type.Integer() })),
    ),
    stats: Type.Optional(StatsSchema),
    inbox: nullable(InboxSchema),
    owners: nullable(Type.Array(AnyObject)),
    activity: Type.Array(ActivitySchema),
    seenBy: Type.Array(AnyObject),
    participants: Type.Array(AnyObject),
    userReportCount: Type.Integer(),
    integrationIssues: Type.Array(AnyObject),
    sentryAppIssues: Type.Array(AnyObject),
    latestEventHasAttachments: Type.Boolean(),
    pluginActions: Type.Array(AnyObject),
    pluginIssues: Type.Array(AnyObject),
    pluginContexts: Type.Array(AnyObject),
  },
  { $id: 'IssueDetail' },
)
export type IssueDetailJson = Static<typeof IssueDetailSchema>
