import { isoTime } from '../http/schema.ts'
import type { Issue, Snooze } from '../storage/meta/ports/issues.ts'
import type { User } from '../storage/meta/ports/people.ts'
import { serializeUser } from '../users/serialize.ts'

/** How an issue came to be resolved or archived and what ends that, in Sentry's members; only those that hold. */
export function serializeStatusDetails(
  issue: Pick<Issue, 'status' | 'resolution' | 'snooze' | 'timesSeen' | 'usersSeen'>,
  actor: User | null,
): Record<string, unknown> {
  const by = actor && { actor: serializeUser(actor) }
  if (issue.status === 'resolved') return { ...serializeResolution(issue), ...by }
  if (issue.status === 'ignored') return { ...(issue.snooze && serializeSnooze(issue, issue.snooze)), ...by }
  return {}
}

function serializeResolution({ resolution }: Pick<Issue, 'resolution'>): Record<string, unknown> {
  if (!resolution) return {}
  if (resolution.kind === 'commit') return { inCommit: resolution.commit }
  return resolution.isNext ? { inNextRelease: true } : { inRelease: resolution.release }
}

/** Counts without a window run down to zero from the moment of archiving; those within one are as they were asked for. */
function serializeSnooze(
  { timesSeen, usersSeen }: Pick<Issue, 'timesSeen' | 'usersSeen'>,
  snooze: Snooze,
): Record<string, unknown> {
  const { until, count, windowMinutes, userCount, userWindowMinutes, base } = snooze
  const left = (asked: number, window: number | null, since: number) =>
    window === null ? Math.max(0, asked - since) : asked
  return {
    ...(until !== null && { ignoreUntil: isoTime(until) }),
    ...(count !== null && { ignoreCount: left(count, windowMinutes, timesSeen - base.timesSeen) }),
    ...(windowMinutes !== null && { ignoreWindow: windowMinutes }),
    ...(userCount !== null && { ignoreUserCount: left(userCount, userWindowMinutes, usersSeen - base.usersSeen) }),
    ...(userWindowMinutes !== null && { ignoreUserWindow: userWindowMinutes }),
  }
}
