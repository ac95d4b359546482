import { nullable, AnyObject } from '../../http/schema.ts'
import { type Static, Type } from '../../http/type.ts'
import { issueStatuses, type Resolution } from '../../storage/meta/ports/issues.ts'
import type { User } from '../../storage/meta/ports/people.ts'
import { serializeTeamActor, serializeUserActor } from '../assignee.ts'
import { ActorSchema } from '../schema.ts'
import { serializeStatusDetails } from '../status-details.ts'
import type { IssueUpdate } from './read.ts'
import type { StatusRequest } from './status.ts'

/** What a change of many issues answers with: what was asked for, as it is now. */
export const BulkAnswerSchema = Type.Object({
  status: Type.Optional(Type.Enum(issueStatuses)),
  statusDetails: Type.Optional(AnyObject),
  substatus: Type.Optional(Type.String()),
  assignedTo: Type.Optional(nullable(ActorSchema)),
  priority: Type.Optional(Type.String()),
  hasSeen: Type.Optional(Type.Boolean()),
  isBookmarked: Type.Optional(Type.Boolean()),
  isSubscribed: Type.Optional(Type.Boolean()),
  subscriptionDetails: Type.Optional(nullable(AnyObject)),
  isPublic: Type.Optional(Type.Boolean()),
  shareId: Type.Optional(Type.String()),
  inbox: Type.Optional(Type.Boolean()),
  merge: Type.Optional(Type.Object({ parent: Type.String(), children: Type.Array(Type.String()) })),
})
export type BulkAnswer = Static<typeof BulkAnswerSchema>

/** `resolution` is what the request's words came down to: `latest` is answered with its version. */
export function serializeUpdate(update: IssueUpdate, resolution: Resolution | null, caller: User | null): BulkAnswer {
  const { status, assignment, priority, hasSeen, isBookmarked, isSubscribed, isPublic, isReviewed } = update
  return {
    ...(status && {
      status: status.status,
      statusDetails: serializeDetails(status, resolution, caller),
      ...(status.substatus && { substatus: status.substatus }),
    }),
    ...(assignment !== undefined && { assignedTo: assignment && serializeAssignment(assignment) }),
    ...(priority && { priority }),
    ...(hasSeen !== null && { hasSeen }),
    ...(isBookmarked !== null && { isBookmarked }),
    ...(isSubscribed !== null && { isSubscribed, subscriptionDetails: { reason: 'unknown' } }),
    ...(isPublic !== null && { isPublic }),
    ...(isReviewed && { inbox: false }),
  }
}

function serializeAssignment(assignment: NonNullable<IssueUpdate['assignment']>) {
  return 'user' in assignment ? serializeUserActor(assignment.user) : serializeTeamActor(assignment.team)
}

function serializeDetails(
  { status, solution, snooze }: StatusRequest,
  resolution: Resolution | null,
  caller: User | null,
): Record<string, unknown> {
  const base = { at: 0, timesSeen: 0, usersSeen: 0 }
  const fresh = { status, resolution: null, snooze: snooze && { ...snooze, base }, timesSeen: 0, usersSeen: 0 }
  // A plain change is answered with `{}`, as Sentry does; who did it is known to the caller.
  if (!solution) return snooze ? serializeStatusDetails(fresh, caller) : {}
  const by = serializeStatusDetails({ ...fresh, snooze: null }, caller)
  switch (solution.kind) {
    case 'next':
      return { inNextRelease: true, ...by }
    case 'latest':
      return { inRelease: resolution?.kind === 'release' ? resolution.release : 'latest', ...by }
    case 'release':
      return { inRelease: solution.version, ...by }
    case 'commit':
      return { inCommit: { commit: solution.commit, repository: solution.repository ?? '' }, ...by }
  }
}
