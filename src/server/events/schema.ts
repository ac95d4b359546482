import { type Static, Type } from '../http/type.ts'
import { eventTypes } from '../../protocol/event.ts'
import { AnyObject, DateTime, nullable } from '../http/schema.ts'

export const EventTagSchema = Type.Object({
  key: Type.String(),
  value: Type.String(),
  query: Type.Optional(Type.String()),
})

export const EventUserSchema = Type.Object({
  id: nullable(Type.String()),
  email: nullable(Type.String()),
  username: nullable(Type.String()),
  ip_address: nullable(Type.String()),
  /** `ip_address` again: the older documents spell it so. */
  ipAddress: nullable(Type.String()),
  name: nullable(Type.String()),
  geo: nullable(Type.Record(Type.String())),
  data: nullable(AnyObject),
})
export type EventUserJson = Static<typeof EventUserSchema>

/** Members that the older documents spell otherwise. */
const olderNames = { eventId: Type.String(), groupId: nullable(Type.String()) }

/** An event in a list. */
export const EventSummarySchema = Type.Object(
  {
    id: Type.String(),
    eventID: Type.String(),
    ...olderNames,
    'event.type': Type.String(),
    type: Type.Enum(eventTypes),
    level: Type.String(),
    groupID: nullable(Type.String()),
    projectID: Type.String(),
    title: Type.String(),
    message: Type.String(),
    location: nullable(Type.String()),
    culprit: nullable(Type.String()),
    user: nullable(EventUserSchema),
    tags: Type.Array(EventTagSchema),
    platform: nullable(Type.String()),
    dateCreated: DateTime,
    dateReceived: DateTime,
    crashFile: nullable(Type.String()),
    metadata: AnyObject,
  },
  { $id: 'EventSummary' },
)
export type EventSummaryJson = Static<typeof EventSummarySchema>

export const EntrySchema = Type.Object({
  /** `exception`, `threads`, `stacktrace`, `template`, `csp` …, `message`, `breadcrumbs`, `request`, `debugmeta`, `spans`. */
  type: Type.String(),
  data: Type.Unknown(),
})
export type EntryJson = Static<typeof EntrySchema>

/** An event with everything that is known of it. */
export const EventSchema = Type.Object(
  {
    id: Type.String(),
    eventID: Type.String(),
    groupID: nullable(Type.String()),
    ...olderNames,
    projectID: Type.String(),
    type: Type.Enum(eventTypes),
    level: Type.String(),
    title: Type.String(),
    message: nullable(Type.String()),
    location: nullable(Type.String()),
    culprit: nullable(Type.String()),
    metadata: AnyObject,
    platform: Type.String(),
    dateCreated: DateTime,
    dateReceived: nullable(DateTime),
    size: nullable(Type.Integer()),
    dist: nullable(Type.String()),
    user: nullable(EventUserSchema),
    tags: Type.Array(EventTagSchema),
    contexts: nullable(AnyObject),
    /** The event's `extra`. */
    context: nullable(AnyObject),
    packages: AnyObject,
    sdk: nullable(Type.Object({ name: nullable(Type.String()), version: nullable(Type.String()) })),
    entries: Type.Array(EntrySchema),
    errors: Type.Array(Type.Object({ type: Type.String(), message: Type.String(), data: AnyObject })),
    /** What was cut or removed, in the shape of the members beside it. */
    _meta: AnyObject,
    fingerprints: Type.Array(Type.String()),
    groupingConfig: Type.Object({ id: Type.String(), enhancements: Type.String() }),
    crashFile: nullable(Type.String()),
    occurrence: Type.Null(),
    measurements: nullable(AnyObject),
    release: nullable(AnyObject),
    userReport: Type.Null(),
    sdkUpdates: Type.Array(AnyObject),
    resolvedWith: Type.Array(Type.String()),
    /** Only where the event was asked for on its own. */
    nextEventID: Type.Optional(nullable(Type.String())),
    previousEventID: Type.Optional(nullable(Type.String())),
  },
  { $id: 'Event' },
)
export type EventJson = Static<typeof EventSchema>
