import type { IssueJob } from '../storage/meta/ports/issues.ts'
import type { Storage } from '../storage/storage.ts'
import { sortAttachments } from '../attachments/sort.ts'
import { recountIssue } from './recount.ts'
import { removeEvents } from './remove-events.ts'
import { waitForEvents } from './wait-for-events.ts'

export interface JobContext {
  storage: Storage
  /** The spool that is written today. */
  spool: string
  signal: AbortSignal
  pause: (milliseconds: number) => Promise<void>
}

/** Issues of a deleted project removed in one transaction: their cells and history go with them. */
const issuesAtOnce = 20

/**
 * Does what a change in meta left to be done in the other stores, then marks it as done. Every step may be repeated: after a kill the whole job runs
 * again. `isLast`: no more jobs wait, so that texts that no event has any more are swept out too, once for many deletions. Throws when a store
 * fails or the signal stops it.
 */
export async function runJob(job: IssueJob, isLast: boolean, context: JobContext): Promise<void> {
  const { storage, signal } = context
  const settle = async (): Promise<void> => {
    await waitForEvents(storage, context.spool, context)
    signal.throwIfAborted()
  }
  await settle()
  switch (job.kind) {
    case 'delete':
      await removeEvents({ issueIds: job.issueIds }, storage, signal)
      break
    case 'merge':
      await storage.events.moveEvents({ issueIds: job.issueIds, hashes: null, into: job.into })
      break
    case 'unmerge':
      await storage.events.moveEvents({ issueIds: [job.from], hashes: job.hashes, into: job.into })
      await sortAttachments(job.from, storage)
      await recountIssue(job.from, storage, settle)
      await recountIssue(job.into, storage, settle)
      break
    case 'recount':
      for (const issueId of job.issueIds) await recountIssue(issueId, storage, settle)
      break
    case 'deleteProject':
      await removeEvents({ projectId: job.projectId }, storage, signal)
      await storage.events.deleteProject(job.projectId)
      await storage.blobs.removeProject(job.projectId)
      await storage.sessions.deleteProject(job.projectId)
      await storage.replays.deleteProject(job.projectId)
      await storage.userSessions.deleteProject(job.projectId)
      while (!(await storage.meta.purgeProject(job.projectId, issuesAtOnce))) signal.throwIfAborted()
      break
  }
  if (isLast) await storage.events.sweep()
  await storage.meta.finishJob(job.id)
}
