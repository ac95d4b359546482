import { maxTagValues } from '../events/tag-values.ts'
import type { Caller } from '../http/authenticate.ts'
import type { ApiServices } from '../http/context.ts'
import { tagName } from '../issues/serialize.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { ReplayScope, ReplayValue } from '../storage/replays/port.ts'
import { requireReplayAccess } from './access.ts'
import { readReplayScope } from './scope.ts'
import { valuesOf } from './search/fields.ts'

interface TagsQuery {
  project?: string[]
  environment?: string[]
  statsPeriod?: string
  start?: string
  end?: string
}

/** Tag keys that replays have, those of most first. */
export async function listReplayTags(
  organization: Organization,
  caller: Caller,
  query: TagsQuery,
  services: ApiServices,
): Promise<{ key: string; name: string; totalValues: number; uniqueValues: number }[]> {
  const scope = await readScope(organization, caller, query, services)
  const keys = await services.storage.replays.listTagKeys(scope)
  return keys.map(({ key, replays, values }) => ({
    key,
    name: tagName(key),
    totalValues: replays,
    uniqueValues: values,
  }))
}

/** Values of a key of the search over replays that hold the text, those of most first. Numbers, ids and selectors have none. */
export async function listReplayTagValues(
  key: string,
  organization: Organization,
  caller: Caller,
  query: TagsQuery & { query?: string },
  services: ApiServices,
): Promise<ReplayValue[]> {
  const scope = await readScope(organization, caller, query, services)
  const of = valuesOf(key)
  if (of === null) return []
  return services.storage.replays.listValues({ ...scope, of, contains: query.query || null, limit: maxTagValues })
}

async function readScope(
  organization: Organization,
  caller: Caller,
  query: TagsQuery,
  services: ApiServices,
): Promise<ReplayScope> {
  await requireReplayAccess(organization, caller, services.storage.meta)
  const { projects, ...scope } = await readReplayScope(query, organization, services)
  return { ...scope, projectIds: projects.map(({ id }) => id) }
}
