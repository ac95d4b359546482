import type { Actor } from '../../api/actors.ts'
import type { IssuePriority } from '../../api/types.ts'
import { assigneeWords } from './assignee-words.ts'
import type { Action } from './change-issues.ts'

const hour = 60

/** What the buttons, menus and keys of the list and of the issue's page do. */
export const resolve: Action = {
  change: { status: 'resolved' },
  shown: { status: 'resolved', substatus: null, statusDetails: {} },
  done: 'Resolved',
}

export const resolveInNextRelease: Action = {
  change: { status: 'resolved', statusDetails: { inNextRelease: true } },
  shown: { status: 'resolved', substatus: null, statusDetails: { inNextRelease: true } },
  done: 'Resolved in the next release',
}

export const resolveInLatestRelease: Action = {
  change: { status: 'resolved', statusDetails: { inRelease: 'latest' } },
  shown: { status: 'resolved', substatus: null, statusDetails: {} },
  done: 'Resolved in the latest release',
}

export const reopen: Action = {
  change: { status: 'unresolved' },
  shown: { status: 'unresolved', substatus: 'ongoing', statusDetails: {} },
  done: 'Reopened',
}

export const archive: Action = {
  change: { status: 'ignored', substatus: 'archived_until_escalating' },
  shown: { status: 'ignored', substatus: 'archived_until_escalating', statusDetails: {} },
  done: 'Archived until it escalates',
}

const archiveForever: Action = {
  change: { status: 'ignored', substatus: 'archived_forever' },
  shown: { status: 'ignored', substatus: 'archived_forever', statusDetails: {} },
  done: 'Archived for good',
}

function snooze(done: string, statusDetails: NonNullable<Action['change']['statusDetails']>): Action {
  return {
    change: { status: 'ignored', statusDetails },
    shown: { status: 'ignored', substatus: 'archived_until_condition_met', statusDetails },
    done,
  }
}

export const resolveChoices: { label: string; action: Action }[] = [
  { label: 'Resolve', action: resolve },
  { label: 'In the next release', action: resolveInNextRelease },
  { label: 'In the latest release', action: resolveInLatestRelease },
]

export const archiveChoices: { label: string; action: Action }[] = [
  { label: 'Until it escalates', action: archive },
  { label: 'For good', action: archiveForever },
  { label: 'For an hour', action: snooze('Archived for an hour', { ignoreDuration: hour }) },
  { label: 'For a day', action: snooze('Archived for a day', { ignoreDuration: 24 * hour }) },
  { label: 'For a week', action: snooze('Archived for a week', { ignoreDuration: 7 * 24 * hour }) },
  { label: 'Until 10 more events', action: snooze('Archived until 10 more events', { ignoreCount: 10 }) },
  { label: 'Until 100 more events', action: snooze('Archived until 100 more events', { ignoreCount: 100 }) },
  { label: 'Until 1,000 more events', action: snooze('Archived until 1,000 more events', { ignoreCount: 1000 }) },
  { label: 'Until 10 more users', action: snooze('Archived until 10 more users', { ignoreUserCount: 10 }) },
  { label: 'Until 100 more users', action: snooze('Archived until 100 more users', { ignoreUserCount: 100 }) },
]

/** Null: nobody. */
export function assign(actor: Actor | null): Action {
  return {
    change: { assignedTo: actor?.id ?? '' },
    shown: { assignedTo: actor && { type: actor.type, id: actor.id.replace(/^\w+:/, ''), name: actor.name } },
    done: actor ? `Assigned to ${assigneeWords(actor)}` : 'Assigned to nobody',
  }
}

export const priorities: { value: IssuePriority; label: string }[] = [
  { value: 'high', label: 'High' },
  { value: 'medium', label: 'Medium' },
  { value: 'low', label: 'Low' },
]

export function prioritise(priority: IssuePriority): Action {
  return { change: { priority }, shown: { priority }, done: `Priority ${priority}` }
}

export function bookmark(isBookmarked: boolean): Action {
  return {
    change: { isBookmarked },
    shown: { isBookmarked },
    done: isBookmarked ? 'Bookmarked' : 'No longer bookmarked',
  }
}

export function subscribe(isSubscribed: boolean): Action {
  return { change: { isSubscribed }, shown: { isSubscribed }, done: isSubscribed ? 'Subscribed' : 'Unsubscribed' }
}

export const markReviewed: Action = { change: { inbox: false }, shown: {}, done: 'Marked as reviewed' }
