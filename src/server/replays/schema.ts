import { AnyObject, DateTime, nullable } from '../http/schema.ts'
import { type Static, type TSchema, Type } from '../http/type.ts'

/** What `field` may name: the members of a replay as Sentry spells them. */
export const replayFields = [
  'activity',
  'browser',
  'clicks',
  'count_clicks',
  'count_console_messages',
  'count_dead_clicks',
  'count_errors',
  'count_hydration_errors',
  'count_infos',
  'count_inputs',
  'count_multi_clicks',
  'count_mutations',
  'count_rage_clicks',
  'count_requests',
  'count_segments',
  'count_taps',
  'count_urls',
  'count_warnings',
  'count_web_vitals',
  'device',
  'dist',
  'duration',
  'environment',
  'error_ids',
  'finished_at',
  'has_viewed',
  'id',
  'info_ids',
  'is_archived',
  'os',
  'ota_updates',
  'platform',
  'project_id',
  'releases',
  'replay_type',
  'sdk',
  'segment_names',
  'started_at',
  'tags',
  'trace_ids',
  'urls',
  'user',
  'warning_ids',
] as const
export type ReplayFieldName = (typeof replayFields)[number]

const maybe = <T>(schema: TSchema<T>) => Type.Optional(nullable(schema))
const Named = Type.Object({ name: maybe(Type.String()), version: maybe(Type.String()) })

/**
 * A replay: Sentry's members, those of an older description (`countErrors`), and what else its recordings count (`count_taps`). With `field` only what it names is there; of an archived replay hardly
 * anything.
 */
export const ReplaySchema = Type.Object(
  {
    id: Type.Optional(Type.String()),
    project_id: Type.Optional(Type.String()),
    trace_ids: Type.Optional(Type.Array(Type.String())),
    error_ids: Type.Optional(Type.Array(Type.String())),
    warning_ids: maybe(Type.Array(Type.String())),
    info_ids: maybe(Type.Array(Type.String())),
    environment: maybe(Type.String()),
    tags: Type.Optional(Type.Union([Type.Record(Type.Array(Type.String())), Type.Array(Type.Unknown())])),
    user: Type.Optional(
      Type.Object({
        id: maybe(Type.String()),
        username: maybe(Type.String()),
        email: maybe(Type.String()),
        ip: maybe(Type.String()),
        display_name: maybe(Type.String()),
        geo: Type.Optional(
          Type.Object({
            city: maybe(Type.String()),
            country_code: maybe(Type.String()),
            region: maybe(Type.String()),
            subdivision: maybe(Type.String()),
          }),
        ),
        name: maybe(Type.String()),
        ip_address: maybe(Type.String()),
      }),
    ),
    sdk: Type.Optional(Named),
    os: Type.Optional(Named),
    browser: Type.Optional(Named),
    device: Type.Optional(
      Type.Object({
        name: maybe(Type.String()),
        brand: maybe(Type.String()),
        model: maybe(Type.String()),
        family: maybe(Type.String()),
      }),
    ),
    ota_updates: Type.Optional(
      Type.Object({
        channel: maybe(Type.String()),
        runtime_version: maybe(Type.String()),
        update_id: maybe(Type.String()),
      }),
    ),
    is_archived: maybe(Type.Boolean()),
    urls: maybe(Type.Array(Type.String())),
    segment_names: maybe(Type.Array(Type.String())),
    clicks: Type.Optional(Type.Array(AnyObject)),
    count_dead_clicks: maybe(Type.Integer()),
    count_rage_clicks: maybe(Type.Integer()),
    count_errors: maybe(Type.Integer()),
    count_warnings: maybe(Type.Integer()),
    count_infos: maybe(Type.Integer()),
    count_segments: maybe(Type.Integer()),
    count_urls: maybe(Type.Integer()),
    count_clicks: maybe(Type.Integer()),
    count_taps: maybe(Type.Integer()),
    count_multi_clicks: maybe(Type.Integer()),
    count_inputs: maybe(Type.Integer()),
    count_console_messages: maybe(Type.Integer()),
    count_requests: maybe(Type.Integer()),
    count_web_vitals: maybe(Type.Integer()),
    count_mutations: maybe(Type.Integer()),
    count_hydration_errors: maybe(Type.Integer()),
    duration: maybe(Type.Integer()),
    started_at: maybe(DateTime),
    finished_at: maybe(DateTime),
    activity: maybe(Type.Integer()),
    platform: maybe(Type.String()),
    releases: Type.Optional(Type.Array(Type.String())),
    dist: maybe(Type.String()),
    replay_type: Type.Optional(Type.String()),
    has_viewed: Type.Optional(Type.Boolean()),
    title: maybe(Type.String()),
    projectId: Type.Optional(Type.String()),
    countErrors: maybe(Type.Integer()),
    countSegments: maybe(Type.Integer()),
    countUrls: maybe(Type.Integer()),
    startedAt: maybe(DateTime),
    finishedAt: maybe(DateTime),
  },
  { $id: 'Replay' },
)
export type ReplayJson = Static<typeof ReplaySchema>

/** What a segment is; its recording comes with `download`. */
export const RecordingSegmentSchema = Type.Object(
  {
    id: Type.Integer(),
    replayId: Type.String(),
    segmentId: Type.Integer(),
    projectId: Type.String(),
    dateAdded: nullable(DateTime),
  },
  { $id: 'RecordingSegment' },
)
export type RecordingSegmentJson = Static<typeof RecordingSegmentSchema>

export const ReplaySelectorSchema = Type.Object(
  {
    dom_element: Type.String(),
    element: Type.Object({
      alt: Type.String(),
      aria_label: Type.String(),
      class: Type.Array(Type.String()),
      component_name: Type.String(),
      id: Type.String(),
      project_id: Type.String(),
      role: Type.String(),
      tag: Type.String(),
      testid: Type.String(),
      title: Type.String(),
    }),
    project_id: Type.String(),
    count_dead_clicks: Type.Integer(),
    count_rage_clicks: Type.Integer(),
    count: Type.Integer(),
    dead_click_count: Type.Integer(),
    rage_click_count: Type.Integer(),
  },
  { $id: 'ReplaySelector' },
)
export type ReplaySelectorJson = Static<typeof ReplaySelectorSchema>

export const ReplayClickSchema = Type.Object(
  {
    node_id: Type.Integer(),
    timestamp: DateTime,
    element: Type.Object({
      tag: Type.String(),
      id: Type.String(),
      class: Type.Array(Type.String()),
      text: Type.String(),
      role: Type.String(),
      alt: Type.String(),
      testid: Type.String(),
      aria_label: Type.String(),
      title: Type.String(),
      component_name: Type.String(),
    }),
    is_dead: Type.Boolean(),
    is_rage: Type.Boolean(),
  },
  { $id: 'ReplayClick' },
)
export type ReplayClickJson = Static<typeof ReplayClickSchema>

export const ReplayDeletionSchema = Type.Object(
  {
    id: Type.Integer(),
    dateCreated: DateTime,
    dateUpdated: DateTime,
    rangeStart: DateTime,
    rangeEnd: DateTime,
    environments: Type.Array(Type.String()),
    status: Type.String(),
    query: Type.String(),
    countDeleted: Type.Integer(),
  },
  { $id: 'ReplayDeletion' },
)
export type ReplayDeletionJson = Static<typeof ReplayDeletionSchema>
