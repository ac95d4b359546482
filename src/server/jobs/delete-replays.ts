import { resolveDeletionSearch } from '../replays/delete.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { ReplayDeletion } from '../storage/replays/port.ts'
import type { Storage } from '../storage/storage.ts'
import { removeDeadBlobs } from './dead-blobs.ts'

type Stores = Pick<Storage, 'replays' | 'blobs' | 'userSessions'>

interface Options {
  signal: AbortSignal
  now: () => number
}

/** Some 20 ms of the storage thread, after which others have their turn. */
const replaysAtOnce = 50

/**
 * Does what deletions of replays left to be done: the bytes of those that are gone, then the deletions that a search asked for, oldest first. What a kill
 * leaves undone is found again.
 */
export async function deleteReplays(storage: Stores & Pick<Storage, 'meta'>, options: Options): Promise<void> {
  await removeDeadBlobs(storage, options.signal)
  for (const deletion of await storage.replays.listOpenDeletions()) {
    const project = await storage.meta.findProjectById(deletion.projectId)
    await runDeletion(deletion, project, storage, options)
  }
}

/**
 * Deletes what a deletion asks for, rows and bytes, a few replays at a time. After a kill it goes on with those that are left; the count grows after
 * each step, so that it may miss the last one before a kill.
 */
async function runDeletion(
  deletion: ReplayDeletion,
  project: Project | null,
  storage: Stores,
  options: Options,
): Promise<void> {
  const { replays } = storage
  const { id, projectId, environments, rangeStart, rangeEnd } = deletion
  const note = (status: ReplayDeletion['status'], deleted: number) =>
    replays.updateDeletion(id, { status, deleted, at: options.now() })
  // A project that was deleted meanwhile takes its replays along.
  if (!project) {
    await note('failed', 0)
    return
  }
  const where = resolveDeletionSearch(deletion, project)
  await note('in-progress', 0)
  for (;;) {
    options.signal.throwIfAborted()
    const found = await replays.search({
      projectIds: [projectId],
      environments: environments.length === 0 ? null : environments,
      where,
      start: rangeStart,
      end: rangeEnd,
      sort: { key: 'startedAt', descending: false },
      limit: replaysAtOnce,
      offset: 0,
      viewerId: null,
    })
    if (found.length === 0) break
    const ids = found.map(({ replayId }) => replayId)
    await storage.userSessions.forgetReplays(projectId, ids)
    const deleted = await replays.deleteReplays(projectId, ids)
    if (deleted === 0) throw new Error('the replays view finds replays that it cannot delete')
    await note('in-progress', deleted)
    await removeDeadBlobs(storage, options.signal)
  }
  await note('completed', 0)
}
