import { LapwingError } from '../errors.ts'
import { readEventId, readStoredEvent } from '../events/read-event.ts'
import { route } from '../http/route.ts'
import { nullable } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { debugSourceMaps } from './source-map-debug.ts'

const NullableText = nullable(Type.String())

const Frame = Type.Object({
  debug_id_process: Type.Object({
    debug_id: NullableText,
    uploaded_source_file_with_correct_debug_id: Type.Boolean(),
    uploaded_source_map_with_correct_debug_id: Type.Boolean(),
  }),
  release_process: nullable(
    Type.Object({
      abs_path: Type.String(),
      matching_source_file_names: Type.Array(Type.String()),
      matching_source_map_name: NullableText,
      source_map_reference: NullableText,
      source_file_lookup_result: Type.String(),
      source_map_lookup_result: Type.String(),
    }),
  ),
  scraping_process: Type.Object({ source_file: Type.Null(), source_map: Type.Null() }),
})

const debugRoute = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/events/{event_id}/source-map-debug/',
  permission: ['project:read', 'project:write', 'project:admin'],
  response: Type.Object({
    dist: NullableText,
    release: NullableText,
    exceptions: Type.Array(Type.Object({ frames: Type.Array(Frame) })),
    has_debug_ids: Type.Boolean(),
    min_debug_id_sdk_version: NullableText,
    sdk_version: NullableText,
    project_has_some_artifact_bundle: Type.Boolean(),
    release_has_some_artifact: Type.Boolean(),
    has_uploaded_some_artifact_with_a_debug_id: Type.Boolean(),
    sdk_debug_id_support: Type.String(),
    has_scraping_data: Type.Boolean(),
  }),
  summary: 'Why the frames of an event are not mapped to their sources',
  tags: ['Events'],
  async handler({ project, params }, { storage }) {
    const eventId = readEventId(params.event_id)
    if (eventId === null) throw new LapwingError('not_found', { detail: 'Event not found' })
    const row = await storage.events.findEvent([project.id], eventId)
    const stored = await readStoredEvent(project.id, eventId, row?.receivedAt, storage)
    if (!stored) throw new LapwingError('not_found', { detail: 'Event not found' })
    return debugSourceMaps(stored.event)
  },
})

export const sourceMapRoutes = [debugRoute]
