import type { Caller } from '../http/authenticate.ts'
import type { ApiServices } from '../http/context.ts'
import { pageOfFound, readOffset } from '../http/offset-paging.ts'
import { type Page, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { ReplaySelector } from '../storage/replays/port.ts'
import { requireReplayAccess } from './access.ts'
import { ReplaySelectorSchema } from './schema.ts'
import { pagingQuery, readReplayScope, scopeQuery, searchQuery, sortQuery } from './scope.ts'
import { readSelectorSearch } from './search/selector-search.ts'
import { findSelectors } from './selectors.ts'
import { serializeSelector } from './serialize.ts'
import { readSelectorSort } from './sort.ts'

const pageSize = 100

const tags = ['Replays']
const permission = ['org:read', 'org:write', 'org:admin'] as const
const query = Type.Object({ ...scopeQuery, ...searchQuery, ...sortQuery, ...pagingQuery })
const response = Type.Object({ data: Type.Array(ref(ReplaySelectorSchema)) })

/** Sentry's path today. */
const listReplaySelectors = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/replay-selectors/',
  permission,
  query,
  response,
  tags,
  summary: 'Elements that people clicked in vain, those with the most dead clicks first',
  async handler(input, services) {
    const { rows, cursor } = await listSelectors(input, services)
    return { data: input.page(rows, cursor).map(serializeSelector) }
  },
})

/** That of an older description of Sentry's API. */
const listSelectorsOfReplays = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/replays/selectors/',
  permission,
  query,
  response,
  tags,
  summary: 'The same as replay-selectors/',
  async handler(input, services) {
    const { rows, cursor } = await listSelectors(input, services)
    return { data: input.page(rows, cursor).map(serializeSelector) }
  },
})

async function listSelectors(
  input: { organization: Organization; caller: Caller; query: Static<typeof query> },
  services: ApiServices,
): Promise<{ rows: Page<ReplaySelector>; cursor: ReturnType<typeof readCursor> }> {
  const { storage } = services
  const { organization, caller, query: given } = input
  await requireReplayAccess(organization, caller, storage.meta)
  const size = readPageSize(given, pageSize)
  const cursor = readCursor(given.cursor)
  const offset = readOffset(cursor, size)
  const sort = readSelectorSort(given)
  const test = readSelectorSearch(given.query ?? '')
  const { projects, environments, start, end } = await readReplayScope(given, organization, services)
  const found = await findSelectors(
    { projectIds: projects.map(({ id }) => id), environments, start, end, sort, limit: size + 1, offset },
    test,
    storage,
  )
  return { rows: pageOfFound(found, offset, size), cursor }
}

export const replaySelectorRoutes = [listReplaySelectors, listSelectorsOfReplays]
