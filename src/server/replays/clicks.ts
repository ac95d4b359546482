import type { Replay } from '../storage/replays/port.ts'
import type { ReplayClick } from '../storage/replays/records.ts'
import type { Storage } from '../storage/storage.ts'
import type { ClickTest } from './search/click-search.ts'

/** Clicks that are looked at in one go. */
const chunk = 1000

/** The clicks of a replay, by time, that meet the test, where there is one: so many of them from an offset. */
export async function findClicks(
  { projectId, replayId }: Pick<Replay, 'projectId' | 'replayId'>,
  test: ClickTest | null,
  page: { limit: number; offset: number },
  replays: Pick<Storage['replays'], 'listClicks'>,
): Promise<ReplayClick[]> {
  if (test === null) return replays.listClicks(projectId, replayId, page)
  const found: ReplayClick[] = []
  for (let offset = 0; found.length < page.offset + page.limit; offset += chunk) {
    const some = await replays.listClicks(projectId, replayId, { limit: chunk, offset })
    found.push(...some.filter(test))
    if (some.length < chunk) break
  }
  return found.slice(page.offset, page.offset + page.limit)
}
