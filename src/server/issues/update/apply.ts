import { randomBytes } from 'node:crypto'
import { LapwingError } from '../../errors.ts'
import type { IssueChange, Resolution } from '../../storage/meta/ports/issues.ts'
import type { User } from '../../storage/meta/ports/people.ts'
import type { MetaStore } from '../../storage/meta/port.ts'
import type { Project } from '../../storage/meta/ports/projects.ts'
import { chunksOf } from './chunks.ts'
import type { IssueUpdate } from './read.ts'
import { resolveSolution, type SolutionMeta } from './solution.ts'

/** Issues of one project that a change is for. */
export interface ProjectSelection {
  project: Project
  ids: number[]
}

type Meta = SolutionMeta & Pick<MetaStore, 'changeIssues' | 'markIssues' | 'listMarks' | 'findIssues'>

/**
 * Applies a change to the issues, chunk by chunk. What belongs to a person (seen, bookmarks) is left out for who is none. Gives what the issues
 * of the first project are resolved in.
 */
export async function applyIssueUpdate(
  selections: ProjectSelection[],
  update: IssueUpdate,
  by: { user: User | null; at: number },
  meta: Meta,
): Promise<Resolution | null> {
  if (update.isPublic) refuseSharingAll(selections)
  const changes: { ids: number[]; change: IssueChange }[] = []
  // All of it is looked up before anything is changed.
  for (const { project, ids } of selections) {
    const change = await toChange(update, project, by, meta)
    if (change) changes.push({ ids, change })
  }
  for (const { ids, change } of changes) {
    for (const chunk of chunksOf(ids)) await meta.changeIssues(chunk, change)
  }
  const ids = selections.flatMap((selection) => selection.ids)
  if (update.isPublic !== null) await shareIssues(ids, update.isPublic, by, meta)
  if (by.user) await markForUser(ids, update, by.user.id, by.at, meta)
  return changes[0]?.change.status?.resolution ?? null
}

async function toChange(
  update: IssueUpdate,
  project: Project,
  by: { user: User | null; at: number },
  meta: Meta,
): Promise<IssueChange | null> {
  const { status, assignment, priority, isReviewed } = update
  const change: IssueChange = { userId: by.user?.id ?? null, at: by.at }
  if (status) {
    const resolution = status.solution && (await resolveSolution(status.solution, project, meta))
    change.status = { status: status.status, substatus: status.substatus, resolution, snooze: status.snooze }
  }
  if (assignment !== undefined) change.assignee = assignment && assigneeOf(assignment)
  if (priority) change.priority = priority
  if (isReviewed) change.isReviewed = true
  const isEmpty = !status && assignment === undefined && !priority && !isReviewed
  return isEmpty ? null : change
}

function assigneeOf(assignment: NonNullable<IssueUpdate['assignment']>) {
  return 'user' in assignment ? { userId: assignment.user.id } : { teamId: assignment.team.id }
}

/** Each is a transaction of its own, some 1.5 ms; nobody hands out thousands of links. */
const maxShared = 1000

function refuseSharingAll(selections: ProjectSelection[]): void {
  const count = selections.reduce((sum, { ids }) => sum + ids.length, 0)
  if (count <= maxShared) return
  const message = `At most ${maxShared} issues can be shared at once.`
  throw new LapwingError('invalid_input', { fields: { isPublic: [message] } })
}

/** Each issue has a link of its own; one that is shared already keeps it. */
async function shareIssues(
  ids: number[],
  isPublic: boolean,
  by: { user: User | null; at: number },
  meta: Pick<MetaStore, 'changeIssues' | 'findIssues'>,
): Promise<void> {
  const author = { userId: by.user?.id ?? null, at: by.at }
  for (const chunk of chunksOf(ids)) {
    if (!isPublic) {
      await meta.changeIssues(chunk, { ...author, shareId: null })
      continue
    }
    for (const issue of await meta.findIssues(chunk)) {
      if (issue.shareId !== null) continue
      await meta.changeIssues([issue.id], { ...author, shareId: randomBytes(16).toString('hex') })
    }
  }
}

async function markForUser(
  ids: number[],
  update: IssueUpdate,
  userId: number,
  at: number,
  meta: Pick<MetaStore, 'markIssues' | 'listMarks'>,
): Promise<void> {
  const { hasSeen, isBookmarked, isSubscribed } = update
  const mark = {
    ...(hasSeen !== null && { seenAt: hasSeen ? at : null }),
    ...(isBookmarked !== null && { isBookmarked }),
    ...(isSubscribed !== null && { isSubscribed }),
  }
  // Who bookmarks or decides about an issue hears of what becomes of it, unless they said otherwise.
  const subscribes = isSubscribed === null && (isBookmarked === true || update.status !== null)
  const hasMark = Object.keys(mark).length > 0
  if (!hasMark && !subscribes) return
  for (const chunk of chunksOf(ids)) {
    if (hasMark) await meta.markIssues(chunk, userId, mark)
    if (subscribes) await meta.markIssues(await undecided(chunk, userId, meta), userId, { isSubscribed: true })
  }
}

/** Those of the issues about which the person never said whether they want to hear of them. */
async function undecided(ids: number[], userId: number, meta: Pick<MetaStore, 'listMarks'>): Promise<number[]> {
  const marks = await meta.listMarks(ids, userId)
  const decided = new Set(marks.flatMap((mark) => (mark.isSubscribed === null ? [] : mark.issueId)))
  return ids.filter((id) => !decided.has(id))
}
