import { LapwingError } from '../errors.ts'
import { route } from '../http/route.ts'
import { Type } from '../http/type.ts'
import { requireReplayAccess } from './access.ts'
import { listReplaysOf } from './count.ts'
import { readReplayScope, scopeQuery, searchQuery } from './scope.ts'

/**
 * Issues and transactions are looked for among error events whatever the source: there are no other issues here, and no spans that would know
 * of more.
 */
const sources = ['events', 'search_issues', 'spans', 'discover'] as const

const countReplays = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/replay-count/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    ...scopeQuery,
    ...searchQuery,
    data_source: Type.Optional(Type.Enum(sources)),
    returnIds: Type.Optional(Type.Boolean()),
  }),
  response: Type.Record(Type.Union([Type.Integer(), Type.Array(Type.String())])),
  summary: 'How many replays there are of issues, transactions or ids, 51 at most; with `returnIds` which',
  tags: ['Replays'],
  async handler({ organization, caller, query }, services) {
    const { storage, now } = services
    await requireReplayAccess(organization, caller, storage.meta)
    const { projects, environments, start, end } = await readReplayScope(query, organization, services)
    if (!query.query) throw new LapwingError('invalid_input', { fields: { query: ['This field is required.'] } })
    const userId = caller.user?.id ?? null
    const { meta } = storage
    const context = { organizationId: organization.id, projects, environments, userId, now: now(), meta }
    const replayProjectIds = (await meta.listProjects(organization.id)).map(({ id }) => id)
    const found = await listReplaysOf({ context, replayProjectIds, search: query.query, start, end }, storage)
    return Object.fromEntries([...found].map(([value, ids]) => [value, query.returnIds ? ids : ids.length]))
  },
})

export const replayCountRoutes = [countReplays]
