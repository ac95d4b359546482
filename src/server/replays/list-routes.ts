import { pageOfFound, readOffset } from '../http/offset-paging.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { requireReplayAccess } from './access.ts'
import { findReplay } from './find.ts'
import { replayFields, ReplaySchema } from './schema.ts'
import { pagingQuery, readReplayScope, scopeQuery, searchQuery, sortQuery } from './scope.ts'
import { resolveReplaySearch } from './search/resolve.ts'
import { serializeReplay } from './serialize.ts'
import { readReplaySort } from './sort.ts'

const tags = ['Replays']
const readOrganization = ['org:read', 'org:write', 'org:admin'] as const
const pageSize = 100

const Fields = Type.Optional(Type.Array(Type.Enum(replayFields), { maxItems: 100 }))

const listReplays = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/replays/',
  permission: readOrganization,
  query: Type.Object({ ...scopeQuery, ...searchQuery, ...sortQuery, ...pagingQuery, field: Fields }),
  response: Type.Object({ data: Type.Array(ref(ReplaySchema)) }),
  summary: 'Replays of an organization, those that started last first',
  tags,
  async handler({ organization, caller, query, page }, services) {
    const { storage, now } = services
    await requireReplayAccess(organization, caller, storage.meta)
    const size = readPageSize(query, pageSize)
    const cursor = readCursor(query.cursor)
    const offset = readOffset(cursor, size)
    const sort = readReplaySort(query)
    const { projects, environments, start, end } = await readReplayScope(query, organization, services)
    const viewerId = caller.user?.id ?? null
    const found = await storage.replays.search({
      projectIds: projects.map(({ id }) => id),
      environments,
      where: resolveReplaySearch(query.query ?? '', { projects, userId: viewerId, now: now() }),
      start,
      end,
      sort,
      limit: size + 1,
      offset,
      viewerId,
    })
    const rows = page(pageOfFound(found, offset, size), cursor)
    return { data: rows.map((replay) => serializeReplay(replay, query.field ?? [])) }
  },
})

const readReplay = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/replays/{replay_id}/',
  permission: readOrganization,
  // An id says all: the rest is taken as clients send it, and only projects narrow.
  query: Type.Object({ ...scopeQuery, ...searchQuery, ...sortQuery, ...pagingQuery, field: Fields }),
  response: Type.Object({ data: ref(ReplaySchema) }),
  summary: 'One replay: who, where, how long, what was clicked, which errors and traces',
  tags,
  async handler({ organization, caller, params, query }, services) {
    await requireReplayAccess(organization, caller, services.storage.meta)
    const { projects } = await readReplayScope(query, organization, services)
    const replay = await findReplay(params.replay_id, projects, caller, services.storage)
    return { data: serializeReplay(replay, query.field ?? []) }
  },
})

const readProjectReplay = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object({ field: Fields }),
  response: Type.Object({ data: ref(ReplaySchema) }),
  summary: 'One replay of a project',
  tags,
  async handler({ organization, project, caller, params, query }, { storage }) {
    await requireReplayAccess(organization, caller, storage.meta)
    const replay = await findReplay(params.replay_id, [project], caller, storage)
    return { data: serializeReplay(replay, query.field ?? []) }
  },
})

export const replayListRoutes = [listReplays, readReplay, readProjectReplay]
