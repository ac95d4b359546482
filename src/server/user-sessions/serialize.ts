import { serializeBreadcrumb } from '../events/entries.ts'
import { isoTime } from '../http/schema.ts'
import { serializeSession } from '../observability/serialize.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { UserSession, UserSessionPart, WholeUserSession } from '../storage/observability/port.ts'
import type { SessionState } from '../storage/sessions/port.ts'
import type { TimedBreadcrumb } from './breadcrumbs.ts'
import type { SessionEvents } from './events.ts'
import type { UserSessionJson, WholeUserSessionJson } from './schema.ts'

/** A session of a list. */
export function serializeUserSession(
  session: UserSession,
  organization: Organization,
  maySeeReplays: boolean,
): UserSessionJson {
  return {
    ...serializeSession(session, organization, maySeeReplays),
    project_id: String(session.projectId),
    is_anonymous: session.isAnonymous,
    user: { id: orNull(session.userId), email: orNull(session.userEmail), name: orNull(session.userName) },
    screen_count: session.screenCount,
  }
}

/** A session by itself; `states` are those that are still kept. */
export function serializeWholeSession(
  whole: WholeUserSession,
  { states, breadcrumbs, events, hasMore }: { states: SessionState[]; breadcrumbs: TimedBreadcrumb[] } & SessionEvents,
  organization: Organization,
  maySeeReplays: boolean,
): WholeUserSessionJson {
  const { session, screens, attributes, responseTimes, parts } = whole
  return {
    ...serializeUserSession(session, organization, maySeeReplays),
    screens,
    custom_events: whole.events,
    attributes: attributes.map(([key, value]) => ({ key, value })),
    response_times: responseTimes,
    sessions: parts
      .filter(({ kind }) => kind === 'session')
      .map((part) =>
        serializeState(
          part,
          states.find(({ sid }) => sid === part.id),
        ),
      ),
    events: events.map(({ row, shortId }) => ({
      event_id: row.eventId,
      issue_id: String(row.issueId),
      short_id: shortId,
      title: row.title,
      culprit: row.culprit,
      type: row.type,
      level: row.level,
      handled: row.handled,
      timestamp: isoTime(row.timestamp),
    })),
    breadcrumbs: breadcrumbs.map(serializeBreadcrumb),
    has_more_events: hasMore,
  }
}

/** After five days release health has forgotten the session, and what it told of the user session says how it was. */
function serializeState(
  { id, startedAt, endedAt, isOver, flags, appVersion }: UserSessionPart,
  state: SessionState | undefined,
): WholeUserSessionJson['sessions'][number] {
  const end = flags.includes('crash') ? 'crashed' : flags.includes('anr') ? 'abnormal' : isOver ? 'exited' : 'ok'
  return {
    sid: id,
    status: state?.status ?? end,
    is_errored: state?.isErrored ?? flags.length > 0,
    started: isoTime(startedAt),
    duration: isOver || endedAt > startedAt ? endedAt - startedAt : null,
    release: orNull(state?.release ?? appVersion),
    environment: orNull(state?.environment ?? ''),
  }
}

const orNull = (text: string) => (text === '' ? null : text)
