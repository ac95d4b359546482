import { wrongSearch } from '../issues/search/context.ts'
import type { Condition } from '../storage/condition.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { NewReplayDeletion, ReplayCondition } from '../storage/replays/port.ts'
import { keysOf, readReplaySearch, resolveReplaySearch } from './search/resolve.ts'

/** Whoever runs a deletion is nobody, and of archived replays there is nothing left to delete. */
const meaningless = ['viewed_by_me', 'seen_by_me', 'is_archived']

/** Throws `invalid_query` for a search that cannot say which replays to delete. */
export function checkDeletionSearch(deletion: Pick<NewReplayDeletion, 'query' | 'createdAt'>, project: Project): void {
  const tree = readReplaySearch(deletion.query)
  const odd = keysOf(tree).find((name) => meaningless.includes(name))
  if (odd !== undefined) {
    throw wrongSearch(deletion.query, { at: 0, length: deletion.query.length }, `${odd} is not supported in deletions`)
  }
  resolveDeletionSearch(deletion, project)
}

/** What a deletion's search asks for, at whatever time it is run. */
export function resolveDeletionSearch(
  { query, createdAt }: Pick<NewReplayDeletion, 'query' | 'createdAt'>,
  project: Project,
): Condition<ReplayCondition> {
  return resolveReplaySearch(query, { projects: [project], userId: null, now: createdAt })
}
