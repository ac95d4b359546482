import type { ReplaySelector, SelectorQuery } from '../storage/replays/port.ts'
import type { Storage } from '../storage/storage.ts'
import type { SelectorTest } from './search/selector-search.ts'

/** Selectors that are looked at in one go. */
const chunk = 1000

/** The selectors of a query that meet the test, where there is one: so many of them from an offset. */
export async function findSelectors(
  query: SelectorQuery,
  test: SelectorTest | null,
  { replays }: { replays: Pick<Storage['replays'], 'listSelectors'> },
): Promise<ReplaySelector[]> {
  if (test === null) return replays.listSelectors(query)
  const found: ReplaySelector[] = []
  for (let offset = 0; found.length < query.offset + query.limit; offset += chunk) {
    const some = await replays.listSelectors({ ...query, limit: chunk, offset })
    found.push(...some.filter(test))
    if (some.length < chunk) break
  }
  return found.slice(query.offset, query.offset + query.limit)
}
