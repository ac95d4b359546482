import { isoTime } from '../http/schema.ts'
import { readIssues, type IssuesView } from '../issues/read-issues.ts'
import type { EventRow } from '../storage/events/port.ts'
import type { UserReport } from '../storage/meta/ports/issues.ts'
import type { Storage } from '../storage/storage.ts'
import type { UserReportJson } from './schema.ts'

/** Reports with the users of their events and, unless they are all of one issue, the issues that they are about. */
export async function serializeReports(
  reports: UserReport[],
  view: IssuesView & { withIssues: boolean },
  storage: Storage,
): Promise<UserReportJson[]> {
  const issueIds = new Set(view.withIssues ? reports.flatMap((report) => report.issueId ?? []) : [])
  const [rows, issues] = await Promise.all([
    Promise.all(reports.map(({ projectId, eventId }) => storage.events.findEvent([projectId], eventId))),
    storage.meta.findIssues([...issueIds]).then((found) => readIssues(found, view, storage)),
  ])
  const byId = new Map(issues.map((issue) => [issue.id, issue]))
  return reports.map((report, index) => ({
    id: String(report.id),
    eventID: report.eventId,
    name: report.name,
    email: report.email,
    comments: report.comments,
    dateCreated: isoTime(report.createdAt),
    user: serializeEventUser(rows[index] ?? null),
    event: { id: report.eventId, eventID: report.eventId },
    issue: byId.get(String(report.issueId)) ?? null,
  }))
}

type EventUser = Pick<EventRow, 'userKey' | 'userId' | 'userName' | 'userEmail' | 'userIp'>

function serializeEventUser(row: EventUser | null): UserReportJson['user'] {
  if (!row || row.userKey === null) return null
  return {
    id: row.userId ?? row.userKey,
    username: row.userName,
    email: row.userEmail,
    name: null,
    ipAddress: row.userIp,
    avatarUrl: null,
  }
}
