import type { EventRow } from '../storage/events/port.ts'
import type { Storage } from '../storage/storage.ts'
import type { OutcomeCount } from '../storage/meta/port.ts'
import { outcomeOf, type Prepared } from './prepare.ts'

/** What the digest makes of the spool between two positions. */
export interface PreparedRun extends Prepared {
  spool: string
  from: number
  to: number
}

/**
 * Puts a run into the payload and meta views: payloads first (idempotent, and the judge of duplicates), then meta (issues, counts, offset in
 * one transaction). Returns the rows for the events view, which follows by itself. A kill between any two steps is repaired by running again:
 * payloads answer `replayed`, meta applies a run once, and the events view catches up from the payloads (see catch-up.ts).
 */
export async function recordRun(storage: Pick<Storage, 'payloads' | 'meta'>, run: PreparedRun): Promise<EventRow[]> {
  const payloads = run.events.map(({ position, projectId, eventId, receivedAt, json }) => ({
    position,
    projectId,
    eventId,
    receivedAt,
    json,
  }))
  const verdicts = await storage.payloads.append(run.spool, payloads)
  const events = run.events.filter((_, index) => verdicts[index] !== 'duplicate')
  const outcomes: OutcomeCount[] = [...run.outcomes]
  run.events.forEach((event, index) => {
    const isDuplicate = verdicts[index] === 'duplicate'
    outcomes.push(
      isDuplicate ? outcomeOf(event, 'error', 1, 'invalid', 'duplicate') : outcomeOf(event, 'error', 1, 'accepted', ''),
    )
  })
  const { spool, from, to } = run
  const occurrences = events.map((event) => event.occurrence)
  const { applied, assignments } = await storage.meta.recordBatch({ spool, from, to, occurrences, outcomes })
  if (!applied) throw new Error(`the meta view is not at position ${from} of spool ${spool}; another digest is at work`)
  return events.flatMap((event, index) => {
    const assignment = assignments[index]
    if (assignment === undefined) throw new Error('recordBatch returned fewer assignments than occurrences')
    // Null: the project was deleted since; its events belong nowhere.
    return assignment === null ? [] : [{ ...event.row, issueId: assignment.issueId }]
  })
}
