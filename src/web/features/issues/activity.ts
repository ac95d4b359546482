import type { Activity } from '../../api/types.ts'

const words: Record<string, string> = {
  first_seen: 'First seen',
  set_resolved: 'Resolved',
  set_resolved_in_release: 'Resolved in a release',
  set_unresolved: 'Reopened',
  set_ignored: 'Archived',
  set_regression: 'Came back after it was resolved',
}

/** What happened to an issue and by whom; unknown kinds by their name. */
export function activityWords(activity: Pick<Activity, 'type' | 'user'>): string {
  const what = words[activity.type] ?? activity.type.replaceAll('_', ' ')
  return activity.user ? `${what} by ${activity.user.name}` : what
}
