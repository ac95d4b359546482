import type { Caller } from '../http/authenticate.ts'
import type { ApiServices } from '../http/context.ts'
import { EnvironmentsQuery } from '../http/environments.ts'
import { pageOfFound, readOffset } from '../http/offset-paging.ts'
import { type Page, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { ReplayClick } from '../storage/replays/records.ts'
import { requireReplayAccess } from './access.ts'
import { findClicks } from './clicks.ts'
import { findReplay } from './find.ts'
import { ReplayClickSchema } from './schema.ts'
import { pagingQuery, searchQuery } from './scope.ts'
import { readClickSearch } from './search/click-search.ts'
import { serializeClick } from './serialize.ts'

const tags = ['Replays']
const pageSize = 100
/** A replay is of one environment, so naming it narrows nothing. */
const ClicksQuery = Type.Object({ ...searchQuery, ...pagingQuery, environment: EnvironmentsQuery })
const response = Type.Object({ data: Type.Array(ref(ReplayClickSchema)) })

/** Sentry's path today. */
const listProjectClicks = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/{replay_id}/clicks/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: ClicksQuery,
  response,
  summary: 'What was clicked in a replay, by time; with a search over replays only the clicks that it asks for',
  tags,
  async handler(input, services) {
    const { rows, cursor } = await listClicks(input, [input.project], services)
    return { data: input.page(rows, cursor).map(serializeClick) }
  },
})

/** That of an older description of Sentry's API. */
const listClicksOfReplay = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/replays/{replay_id}/clicks/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: ClicksQuery,
  response,
  summary: 'The same as clicks/ below a project',
  tags,
  async handler(input, services) {
    const projects = await services.storage.meta.listProjects(input.organization.id)
    const { rows, cursor } = await listClicks(input, projects, services)
    return { data: input.page(rows, cursor).map(serializeClick) }
  },
})

interface ClicksInput {
  organization: Organization
  caller: Caller
  params: { replay_id: string }
  query: Static<typeof ClicksQuery>
}

async function listClicks(
  { organization, caller, params, query }: ClicksInput,
  projects: Project[],
  { storage, now }: ApiServices,
): Promise<{ rows: Page<ReplayClick>; cursor: ReturnType<typeof readCursor> }> {
  await requireReplayAccess(organization, caller, storage.meta)
  const size = readPageSize(query, pageSize)
  const cursor = readCursor(query.cursor)
  const offset = readOffset(cursor, size)
  const test = readClickSearch(query.query ?? '', { projects, userId: caller.user?.id ?? null, now: now() })
  const replay = await findReplay(params.replay_id, projects, caller, storage)
  const found = await findClicks(replay, test, { limit: size + 1, offset }, storage.replays)
  return { rows: pageOfFound(found, offset, size), cursor }
}

export const replayClickRoutes = [listProjectClicks, listClicksOfReplay]
