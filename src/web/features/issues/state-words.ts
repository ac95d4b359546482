import type { Issue } from '../../api/types.ts'
import { formatExact } from '../../format/number.ts'
import { formatMinute, readTime } from '../../format/time.ts'

/** In what way an issue is resolved or archived: `Resolved in 2.1.0`, `Archived until 12 more events`. */
export function stateWords({
  status,
  substatus,
  statusDetails,
}: Pick<Issue, 'status' | 'substatus' | 'statusDetails'>): string {
  if (status === 'unresolved') return 'Unresolved'
  if (status === 'resolved') {
    const { inRelease, inNextRelease, inCommit } = statusDetails
    if (typeof inRelease === 'string') return `Resolved in ${inRelease}`
    if (inNextRelease === true) return 'Resolved in the next release'
    return inCommit ? 'Resolved by a commit' : 'Resolved'
  }
  const { ignoreUntil, ignoreCount, ignoreUserCount } = statusDetails
  if (typeof ignoreCount === 'number') return `Archived until ${formatExact(ignoreCount)} more events`
  if (typeof ignoreUserCount === 'number') return `Archived until ${formatExact(ignoreUserCount)} more users`
  const until = typeof ignoreUntil === 'string' ? readTime(ignoreUntil) : null
  if (until !== null) return `Archived until ${formatMinute(until)}`
  return substatus === 'archived_forever' ? 'Archived for good' : 'Archived until it escalates'
}
