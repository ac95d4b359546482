import { LapwingError } from '../errors.ts'
import type { Issue, IssueStatus, IssueSubstatus, MetaStore } from '../storage/meta/port.ts'

const defaultSubstatus: Record<IssueStatus, IssueSubstatus | null> = {
  unresolved: 'ongoing',
  resolved: null,
  ignored: 'archived_until_escalating',
}

const substatusesOf: Record<IssueStatus, readonly IssueSubstatus[]> = {
  unresolved: ['new', 'ongoing', 'regressed', 'escalating'],
  resolved: [],
  ignored: ['archived_until_escalating', 'archived_until_condition_met', 'archived_forever'],
}

export interface StatusChange {
  status: IssueStatus
  substatus: IssueSubstatus | null
  userId: number | null
  at: number
}

/** Resolves, archives or reopens an issue and gives it as it is then. An issue that is so already stays as it is. */
export async function setIssueStatus(
  issue: Issue,
  change: StatusChange,
  meta: Pick<MetaStore, 'setIssueStatus' | 'findIssue'>,
): Promise<Issue> {
  const { status } = change
  const substatus = change.substatus ?? defaultSubstatus[status]
  if (substatus !== null && !substatusesOf[status].includes(substatus)) {
    throw new LapwingError('invalid_input', {
      fields: { substatus: [`'${substatus}' does not go with status '${status}'.`] },
    })
  }
  const isSame = issue.status === status && (change.substatus === null || issue.substatus === substatus)
  if (isSame) return issue
  await meta.setIssueStatus([issue.id], { ...change, substatus })
  const changed = await meta.findIssue(issue.id)
  if (!changed) throw new LapwingError('not_found')
  return changed
}
