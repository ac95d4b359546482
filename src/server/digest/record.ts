import type { EventRow } from '../storage/events/port.ts'
import { sumOutcomes } from '../storage/meta/outcome-sums.ts'
import type { OutcomeCount } from '../storage/meta/ports/outcomes.ts'
import type { Storage } from '../storage/storage.ts'
import { findIssueOfEvent } from '../user-reports/find-issue.ts'
import type { NewIssue } from '../projects/auto-assign.ts'
import { forgetAttachments, keepAttachments, linkAttachments } from './record-attachments.ts'
import { outcomeOf, type Prepared, type PreparedReport } from './prepare.ts'
import { forgetRecordings, keepRecordings, projectIdsOf, recordReplays } from './record-replays.ts'
import { sightSessions } from './sight-sessions.ts'

/** What the digest makes of the spool between two positions. */
export interface PreparedRun extends Prepared {
  spool: string
  from: number
  to: number
}

/**
 * Puts a run into the blob, sessions, replays, user sessions, payload and meta views: blobs first (idempotent by their place in the spool; the slowest), then
 * sessions, replays and user sessions (idempotent by their place in the spool), then payloads (idempotent, and the judge of duplicates; late, because an event that can be seen should
 * be counted in a moment), then reports (idempotent: the same one again replaces itself), then meta (issues, counts, attachments, releases, offset in one
 * transaction). Returns the rows for the events view, which follows by itself. A kill between any two steps is repaired by running again: blobs keep
 * what they have, payloads answer `replayed`, sessions, replays and user sessions pass over what they hold, meta applies a run once, and the events view catches up from the
 * payloads (see catch-up.ts). Meta comes last because only what is before its offset is never read again.
 */
export async function recordRun(
  storage: Pick<Storage, 'payloads' | 'meta' | 'blobs' | 'sessions' | 'replays' | 'userSessions'>,
  run: PreparedRun,
  assignOwners?: (issues: NewIssue[]) => Promise<void>,
): Promise<EventRow[]> {
  const files = await keepAttachments(run, storage)
  const segments = await keepRecordings(run, storage)
  await countSessions(storage, run)
  await recordReplays(run, segments, storage)
  await recordUserSessions(storage, run)
  const payloads = run.events.map(({ position, projectId, eventId, receivedAt, json }) => ({
    position,
    projectId,
    eventId,
    receivedAt,
    json,
  }))
  const verdicts = await storage.payloads.append(run.spool, payloads)
  const events = run.events.filter((_, index) => verdicts[index] !== 'duplicate')
  const outcomes: OutcomeCount[] = [...run.outcomes, ...files.outcomes]
  run.events.forEach((event, index) => {
    const isDuplicate = verdicts[index] === 'duplicate'
    outcomes.push(
      isDuplicate ? outcomeOf(event, 'error', 1, 'invalid', 'duplicate') : outcomeOf(event, 'error', 1, 'accepted', ''),
    )
  })
  const { spool, from, to } = run
  const occurrences = events.map((event) => event.occurrence)
  await saveReports(storage, run.reports, new Set(occurrences.map((occurrence) => occurrence.eventId)))
  const attachments = await linkAttachments(files.attachments, occurrences, storage)
  const sessions = sightSessions(run.sessions)
  const replayProjectIds = projectIdsOf(segments)
  const counted = sumOutcomes(outcomes)
  const batch = { spool, from, to, occurrences, outcomes: counted, sessions, attachments, replayProjectIds }
  const { applied, assignments } = await storage.meta.recordBatch(batch)
  if (!applied) throw new Error(`the meta view is not at position ${from} of spool ${spool}; another digest is at work`)
  if (assignments.length < events.length) throw new Error('recordBatch returned fewer assignments than occurrences')
  // Null: the project was deleted since; its events belong nowhere.
  const orphans = events.filter((_, index) => !assignments[index])
  if (orphans.length > 0) {
    const keys = orphans.map(({ projectId, eventId, receivedAt }) => ({ projectId, eventId, receivedAt }))
    await storage.payloads.remove(keys)
  }
  await forgetAttachments(attachments, storage)
  await forgetRecordings(segments, storage)
  const begun = events.flatMap(({ projectId, json, receivedAt }, index) => {
    const assignment = assignments[index]
    return assignment?.isNew ? [{ issueId: assignment.issueId, projectId, json, receivedAt }] : []
  })
  if (begun.length > 0) await assignOwners?.(begun)
  return events.flatMap((event, index) => {
    const assignment = assignments[index]
    return assignment ? [{ ...event.row, issueId: assignment.issueId }] : []
  })
}

async function countSessions(storage: Pick<Storage, 'sessions'>, run: PreparedRun): Promise<void> {
  const { updates, counts } = run.sessions
  if (updates.length + counts.length > 0)
    await storage.sessions.record({ spool: run.spool, to: run.to, updates, counts })
}

async function recordUserSessions(
  storage: Pick<Storage, 'userSessions'>,
  { spool, to, userSessions: sources }: PreparedRun,
): Promise<void> {
  if (sources.length > 0) await storage.userSessions.record({ spool, to, sources })
}

/** The issue of an event that comes with the report is not known yet: recording the event links them. */
async function saveReports(
  storage: Pick<Storage, 'payloads' | 'meta'>,
  reports: PreparedReport[],
  coming: ReadonlySet<string>,
): Promise<void> {
  for (const report of reports) {
    const { projectId, eventId } = report
    const issueId = coming.has(eventId) ? null : await findIssueOfEvent(projectId, eventId, storage)
    await storage.meta.saveUserReport({ ...report, issueId })
  }
}
