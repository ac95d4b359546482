import { parseEventId } from '../../protocol/event-id.ts'
import { LapwingError } from '../errors.ts'
import type { UserReport } from '../storage/meta/ports/issues.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import { findIssueOfEvent } from './find-issue.ts'
import { cutReport } from './limits.ts'

/** As Sentry: later than this after the event, nobody is still looking at the page that broke. */
const lateAfterMs = 30 * 60_000

/** What a form sends; all four are Sentry's. */
export interface Submission {
  event_id: string
  name: string
  email: string
  comments: string
}

/** Keeps what somebody wrote about an event that came or will come. Throws `invalid_input`, or `conflict` when it comes too late. */
export async function submitReport(
  project: Project,
  submission: Submission,
  storage: Storage,
  now: number,
): Promise<UserReport> {
  const eventId = parseEventId(submission.event_id)
  const text = cutReport(submission)
  const fields: Record<string, string[]> = {}
  if (eventId === null) fields['event_id'] = ['It has to be 32 hexadecimal digits.']
  if (text.comments === '') fields['comments'] = ['This field may not be blank.']
  if (eventId === null || text.comments === '') throw new LapwingError('invalid_input', { fields })
  const event = await storage.events.findEvent([project.id], eventId)
  if (event && event.receivedAt < now - lateAfterMs) {
    throw new LapwingError('conflict', { detail: 'Feedback for this event cannot be modified.' })
  }
  const issueId = await findIssueOfEvent(project.id, eventId, storage)
  return storage.meta.saveUserReport({ projectId: project.id, issueId, eventId, ...text, createdAt: now })
}
