import { type Static, Type } from '../../http/type.ts'
import { nullable, strictBody } from '../../http/schema.ts'
import { issueSubstatuses } from '../../storage/meta/ports/issues.ts'

/** A day of events is kept apart per hour for so long; Sentry's own limit for windows too. */
const maxWindowMinutes = 7 * 24 * 60
/** A hundred years: longer than that, archive forever. */
const maxDurationMinutes = 100 * 366 * 24 * 60

const count = Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })))
const window = Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: maxWindowMinutes })))
const duration = Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: maxDurationMinutes })))

/** When an archived issue comes back. Durations and windows are minutes; null and 0 are as if left out. */
const snoozeMembers = {
  ignoreDuration: duration,
  ignoreCount: count,
  ignoreWindow: window,
  ignoreUserCount: count,
  ignoreUserWindow: window,
}

const StatusDetailsSchema = strictBody({
  ...snoozeMembers,
  ignoreUntil: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
  untilEscalating: Type.Optional(nullable(Type.Boolean())),
  /** A version, or `latest`. */
  inRelease: Type.Optional(nullable(Type.String({ maxLength: 250 }))),
  inNextRelease: Type.Optional(nullable(Type.Boolean())),
  inUpcomingRelease: Type.Optional(nullable(Type.Boolean())),
  inCommit: Type.Optional(
    nullable(
      Type.Object({
        commit: Type.String({ minLength: 1, maxLength: 64 }),
        repository: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
      }),
    ),
  ),
  // What answers hold: whoever sends one back means no harm.
  actor: Type.Optional(Type.Unknown()),
  autoResolved: Type.Optional(Type.Unknown()),
})

/** What may be said of one issue or of many, as Sentry's clients say it. */
export const IssueUpdateSchema = strictBody({
  status: Type.Optional(Type.String()),
  substatus: Type.Optional(nullable(Type.Enum(issueSubstatuses))),
  statusDetails: Type.Optional(nullable(StatusDetailsSchema)),
  // Some clients send these beside the status instead of in its details.
  ...snoozeMembers,
  snoozeDuration: duration,
  assignedTo: Type.Optional(nullable(Type.Union([Type.String({ maxLength: 200 }), Type.Integer()]))),
  /** Which button was pressed, and on whose behalf: for Sentry's own statistics. */
  assignedBy: Type.Optional(Type.Unknown()),
  integration: Type.Optional(Type.Unknown()),
  hasSeen: Type.Optional(Type.Boolean()),
  isBookmarked: Type.Optional(Type.Boolean()),
  isSubscribed: Type.Optional(Type.Boolean()),
  isPublic: Type.Optional(Type.Boolean()),
  priority: Type.Optional(Type.Enum(['critical', 'high', 'medium', 'low'])),
  inbox: Type.Optional(Type.Boolean()),
  discard: Type.Optional(Type.Boolean()),
  merge: Type.Optional(Type.Union([Type.Boolean(), Type.Integer()])),
})
export type IssueUpdateBody = Static<typeof IssueUpdateSchema>
