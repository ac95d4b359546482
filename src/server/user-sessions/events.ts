import { writeShortId } from '../issues/short-id.ts'
import type { Condition, EventCondition } from '../storage/condition.ts'
import type { FoundEvent } from '../storage/events/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { UserSession, WholeUserSession } from '../storage/observability/port.ts'
import type { Storage } from '../storage/storage.ts'

export interface SessionEvents {
  /** By time. */
  events: { row: FoundEvent; shortId: string }[]
  /** There are older ones. */
  hasMore: boolean
}

/** What a server says of a request of the session may come a little before or after all that the client told. */
const slackMs = 60_000

/** When what is of a session may have been; both inclusive. */
export function reachOf({ createdAt, duration }: UserSession): { start: number; end: number } {
  return { start: createdAt - slackMs, end: createdAt + duration + slackMs }
}

/** The last events of a session, at most so many: those that name its replay, and those that were found by user and time. */
export async function listSessionEvents(
  { session, parts }: WholeUserSession,
  project: Project,
  most: number,
  { events, meta }: Pick<Storage, 'events' | 'meta'>,
): Promise<SessionEvents> {
  const idsOf = (kind: string) => parts.filter((part) => part.kind === kind).map(({ id }) => id)
  const of: Condition<EventCondition>[] = []
  for (const [field, values] of [
    ['eventId', idsOf('event')],
    ['replayId', idsOf('replay')],
  ] as const) {
    if (values.length > 0) of.push({ kind: 'text', field, match: { kind: 'in', values } })
  }
  if (of.length === 0) return { events: [], hasMore: false }
  const reach = reachOf(session)
  const found = await events.searchEvents({
    projectIds: [project.id],
    environments: null,
    start: reach.start,
    end: reach.end + 1,
    where: { kind: 'or', of },
    limit: most + 1,
    after: null,
    backwards: false,
  })
  const rows = found.slice(0, most).toReversed()
  const issues = await meta.findIssues([...new Set(rows.map(({ issueId }) => issueId))])
  const numbers = new Map(issues.map(({ id, number }) => [id, number]))
  return {
    // An issue that is on its way out has none to show.
    events: rows.flatMap((row) => {
      const number = numbers.get(row.issueId)
      return number === undefined ? [] : [{ row, shortId: writeShortId(project.slug, number) }]
    }),
    hasMore: found.length > most,
  }
}
