import { AnyObject, DateTime, nullable } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import { sessionTypes } from '../observability/read-list.ts'
import { userPlatforms } from '../storage/observability/port.ts'

const row = {
  type: Type.Enum(sessionTypes),
  platform: Type.Enum(userPlatforms),
  session_id: Type.String(),
  project_id: Type.String(),
  created_at: DateTime,
  session_duration_ms: Type.Integer(),
  device_metadata: Type.Object({
    app_version: Type.Optional(Type.String()),
    manufacturer: Type.Optional(Type.String()),
    model: Type.Optional(Type.String()),
    network_type: Type.Optional(Type.String()),
    os_version: Type.Optional(Type.String()),
    plug_sdk_version: Type.Optional(Type.String()),
    screen_height: Type.Optional(Type.Integer()),
    screen_width: Type.Optional(Type.Integer()),
    sdk_version: Type.Optional(Type.String()),
  }),
  has_exception_occurred: Type.Boolean(),
  is_anr: Type.Boolean(),
  is_anonymous: Type.Boolean(),
  is_crash: Type.Boolean(),
  rage_tap: Type.Boolean(),
  recording_ids: Type.Array(Type.String()),
  rev_org_id: Type.String(),
  rev_user_id: Type.Optional(Type.String()),
  screen_count: Type.Integer(),
  user: Type.Object({
    id: nullable(Type.String()),
    email: nullable(Type.String()),
    name: nullable(Type.String()),
  }),
}

/** A session as `observability.sessions.list` shows one, and its project. */
export const UserSessionSchema = Type.Object(row, { $id: 'UserSession' })
export type UserSessionJson = Static<typeof UserSessionSchema>

export const sessionStates = ['ok', 'exited', 'unhandled', 'abnormal', 'crashed'] as const

/** The same with all that is known of it and what it is put together from. */
export const WholeUserSessionSchema = Type.Object(
  {
    ...row,
    screens: Type.Array(Type.String()),
    custom_events: Type.Array(Type.String()),
    attributes: Type.Array(Type.Object({ key: Type.String(), value: Type.String() })),
    response_times: Type.Array(Type.Number()),
    /** Sessions of release health, by start. */
    sessions: Type.Array(
      Type.Object({
        sid: Type.String(),
        status: Type.Enum(sessionStates),
        is_errored: Type.Boolean(),
        started: DateTime,
        /** Milliseconds. */
        duration: nullable(Type.Integer()),
        release: nullable(Type.String()),
        environment: nullable(Type.String()),
      }),
    ),
    /** By time. */
    events: Type.Array(
      Type.Object({
        event_id: Type.String(),
        issue_id: Type.String(),
        short_id: Type.String(),
        title: Type.String(),
        culprit: Type.String(),
        type: Type.String(),
        level: Type.String(),
        handled: nullable(Type.Boolean()),
        timestamp: DateTime,
      }),
    ),
    /** What the events' breadcrumbs tell, by time. */
    breadcrumbs: Type.Array(
      Type.Object({
        timestamp: nullable(DateTime),
        type: Type.String(),
        category: nullable(Type.String()),
        level: Type.String(),
        message: nullable(Type.String()),
        data: nullable(AnyObject),
        event_id: nullable(Type.String()),
      }),
    ),
    /** There are older events than those listed. */
    has_more_events: Type.Boolean(),
  },
  { $id: 'WholeUserSession' },
)
export type WholeUserSessionJson = Static<typeof WholeUserSessionSchema>
