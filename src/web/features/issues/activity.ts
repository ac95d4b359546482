import type { Activity } from '../../api/types.ts'
import { formatExact, plural } from '../../format/number.ts'
import { assigneeWords } from './assignee-words.ts'

const words: Record<string, string> = {
  first_seen: 'First seen',
  set_resolved: 'Resolved',
  set_resolved_in_release: 'Resolved in the next release',
  set_resolved_in_commit: 'Resolved by a commit',
  set_resolved_by_age: 'Resolved because it was not seen for long',
  set_unresolved: 'Reopened',
  set_regression: 'Came back after it was resolved',
  set_escalating: 'Escalating: far more events than before',
  auto_set_ongoing: 'Ongoing for a week',
  set_public: 'Shared',
  set_private: 'No longer shared',
  deleted_attachment: 'An attachment was deleted',
  mark_reviewed: 'Reviewed',
  note: 'Comment',
  merge: 'Merged others into it',
  unmerge_source: 'Parted: some of its events are an issue of their own',
  unmerge_destination: 'Parted from another issue',
  unassigned: 'Assigned to nobody',
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** What happened to an issue and by whom; unknown kinds by their name. */
export function activityWords(activity: Pick<Activity, 'type' | 'user' | 'data'>): string {
  const what = describe(activity)
  return activity.user ? `${what} by ${activity.user.name}` : what
}

function describe({ type, data }: Pick<Activity, 'type' | 'data'>): string {
  if (type === 'assigned') {
    const whom = text(data['assigneeName']) ?? text(data['assigneeEmail'])
    if (whom === null) return 'Assigned'
    return `Assigned to ${assigneeWords({ type: text(data['assigneeType']) ?? 'user', name: whom })}`
  }
  if (type === 'set_ignored') return `Archived ${archivedWords(data)}`
  if (type === 'set_priority') return `Priority set to ${text(data['priority']) ?? 'another'}`
  if (type === 'set_resolved_in_release' && text(data['version'])) return `Resolved in ${text(data['version'])}`
  return words[type] ?? type.replaceAll('_', ' ')
}

/** For how long, out of what was asked for. */
function archivedWords(data: Activity['data']): string {
  const { ignoreCount, ignoreUserCount, ignoreDuration, ignoreUntilEscalating } = data
  if (typeof ignoreCount === 'number') return `until ${formatExact(ignoreCount)} more events`
  if (typeof ignoreUserCount === 'number') return `until ${formatExact(ignoreUserCount)} more users`
  if (typeof ignoreDuration === 'number') return `for ${durationWords(ignoreDuration)}`
  return ignoreUntilEscalating === true ? 'until it escalates' : 'for good'
}

const minutesOf = { day: 24 * 60, hour: 60 }

function durationWords(minutes: number): string {
  if (minutes >= minutesOf.day && minutes % minutesOf.day === 0) return plural(minutes / minutesOf.day, 'day')
  return minutes % minutesOf.hour === 0 ? plural(minutes / minutesOf.hour, 'hour') : plural(minutes, 'minute')
}

export function noteText(activity: Pick<Activity, 'data'>): string {
  return text(activity.data['text']) ?? ''
}
