import type { Activity, Issue, IssueMark } from '../storage/meta/ports/issues.ts'
import type { User } from '../storage/meta/ports/people.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { readAssignees } from './assignee.ts'
import type { IssueJson } from './schema.ts'

/** What an issue's row does not say: who has it, who changed it last, and what the caller keeps about it. */
export interface IssueState {
  assignedTo: IssueJson['assignedTo']
  isBookmarked: boolean
  hasSeen: boolean
  /** Why the caller is told of what happens to it, in Sentry's words; null = is not told. */
  subscription: 'unknown' | 'assigned' | 'commented' | null
  /** Who resolved or archived it; null when nobody did or it was not asked for. */
  actor: User | null
  /** When somebody set its priority. */
  priorityLockedAt: number | null
}

/** Whom issues are read for: people have bookmarks and subscriptions, tokens of organisations have not. */
export interface Viewer {
  organizationId: number
  userId: number | null
}

/** The states of a page of issues, without what costs a query an issue (actors). */
export async function readIssueStates(
  issues: Issue[],
  viewer: Viewer,
  meta: Pick<MetaStore, 'listMarks' | 'findUser' | 'findTeam'>,
): Promise<Map<number, IssueState>> {
  const { userId, organizationId } = viewer
  const [assignees, marks] = await Promise.all([
    readAssignees(issues, organizationId, meta),
    readMarks(
      issues.map((issue) => issue.id),
      userId,
      meta,
    ),
  ])
  return new Map(
    issues.map((issue) => {
      const mark = marks.get(issue.id)
      const isAssignee = userId !== null && issue.assigneeUserId === userId
      const state: IssueState = {
        assignedTo: assignees.get(issue.id) ?? null,
        isBookmarked: mark?.isBookmarked ?? false,
        hasSeen: (mark?.seenAt ?? null) !== null,
        subscription: subscriptionOf(mark, { isAssignee, hasCommented: false }),
        actor: null,
        priorityLockedAt: null,
      }
      return [issue.id, state]
    }),
  )
}

/** The state of one issue, whole. `activity` is its newest. */
export async function readIssueState(
  issue: Issue,
  activity: Activity[],
  viewer: Viewer,
  meta: Pick<MetaStore, 'listMarks' | 'listParticipants' | 'findUser' | 'findTeam'>,
): Promise<IssueState> {
  const { userId } = viewer
  const [assignees, marks, participants] = await Promise.all([
    readAssignees([issue], viewer.organizationId, meta),
    readMarks([issue.id], userId, meta),
    meta.listParticipants(issue.id),
  ])
  const mark = marks.get(issue.id)
  const isAssignee = userId !== null && issue.assigneeUserId === userId
  const hasCommented = userId !== null && participants.includes(userId)
  const { actorId, priorityLockedAt } = lastChanges(issue, activity)
  return {
    assignedTo: assignees.get(issue.id) ?? null,
    isBookmarked: mark?.isBookmarked ?? false,
    hasSeen: (mark?.seenAt ?? null) !== null,
    subscription: subscriptionOf(mark, { isAssignee, hasCommented }),
    actor: actorId === null ? null : await meta.findUser(actorId),
    priorityLockedAt,
  }
}

async function readMarks(
  issueIds: number[],
  userId: number | null,
  meta: Pick<MetaStore, 'listMarks'>,
): Promise<Map<number, IssueMark>> {
  if (userId === null || issueIds.length === 0) return new Map()
  const marks = await meta.listMarks(issueIds, userId)
  return new Map(marks.map((mark) => [mark.issueId, mark]))
}

/** What a person said goes before what follows from what they did. */
function subscriptionOf(
  mark: IssueMark | undefined,
  takesPart: { isAssignee: boolean; hasCommented: boolean },
): IssueState['subscription'] {
  const said = mark?.isSubscribed ?? null
  if (said === false) return null
  if (takesPart.isAssignee) return 'assigned'
  if (said === true) return 'unknown'
  return takesPart.hasCommented ? 'commented' : null
}

const solved: ReadonlySet<string> = new Set(['set_resolved', 'set_resolved_in_release', 'set_resolved_in_commit'])
const archived: ReadonlySet<string> = new Set(['set_ignored'])
const none: ReadonlySet<string> = new Set()

function lastChanges(issue: Issue, activity: Activity[]): { actorId: number | null; priorityLockedAt: number | null } {
  const types = issue.status === 'resolved' ? solved : issue.status === 'ignored' ? archived : none
  const change = activity.find((row) => types.has(row.type))
  const priority = activity.find((row) => row.type === 'set_priority' && row.userId !== null)
  return {
    actorId: change?.userId ?? null,
    priorityLockedAt: issue.isPriorityLocked ? (priority?.createdAt ?? issue.createdAt) : null,
  }
}
