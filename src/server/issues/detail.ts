import type { TimeRange } from '../http/time-range.ts'
import type { Issue, Organization, Project, User } from '../storage/meta/port.ts'
import type { Storage } from '../storage/storage.ts'
import { readAssignee } from './assignee.ts'
import { readFigures, wholeFigures } from './figures.ts'
import type { IssueDetailJson, IssueJson } from './schema.ts'
import {
  serializeActivity,
  serializeInbox,
  serializeIssue,
  serializeReleaseReference,
  serializeTag,
} from './serialize.ts'
import { readSeries, statsWindow } from './stats.ts'

export interface DetailView {
  organization: Organization
  project: Project
  environments: string[] | null
  baseUrl: string
  now: number
}

const always: TimeRange = { from: null, to: null }
const activityLimit = 100
const topTagValues = 10

/** An issue in its plain shape, with figures of its whole life (within the environments). */
export async function readIssue(issue: Issue, view: DetailView, storage: Storage): Promise<IssueJson> {
  const [figures, assignedTo] = await Promise.all([
    readFigures([issue], view.environments, always, storage.events),
    readAssignee(issue, view.organization.id, storage.meta),
  ])
  return serializeIssue(issue, { ...view, figures: figures.get(issue.id) ?? wholeFigures(issue, 0), assignedTo })
}

/** An issue with everything that its page shows; `collapse` leaves out what costs a query. */
export async function readIssueDetail(
  issue: Issue,
  view: DetailView,
  collapse: string[],
  storage: Storage,
): Promise<IssueDetailJson> {
  const { environments, now } = view
  const series = async (period: '24h' | '30d') => {
    const rows = await readSeries(
      storage.events,
      { issueIds: [issue.id], environments },
      statsWindow(period, always, now),
    )
    return rows.get(issue.id) ?? []
  }
  const wantsStats = !collapse.includes('stats')
  const [base, activity, tags, day, month] = await Promise.all([
    readIssue(issue, view, storage),
    readActivity(issue, storage),
    collapse.includes('tags')
      ? null
      : storage.events.countTags({
          issueId: issue.id,
          environments,
          start: null,
          end: null,
          keys: null,
          topValues: topTagValues,
        }),
    wantsStats ? series('24h') : [],
    wantsStats ? series('30d') : [],
  ])
  return {
    ...base,
    firstRelease: issue.firstRelease === null ? null : serializeReleaseReference(issue.firstRelease),
    lastRelease: issue.lastRelease === null ? null : serializeReleaseReference(issue.lastRelease),
    ...(tags && { tags: tags.map(serializeTag) }),
    ...(wantsStats && { stats: { '24h': day, '30d': month } }),
    inbox: serializeInbox(issue),
    owners: null,
    activity,
    seenBy: [],
    participants: [],
    userReportCount: 0,
    pluginActions: [],
    pluginIssues: [],
    pluginContexts: [],
  }
}

async function readActivity(issue: Issue, storage: Storage) {
  const rows = await storage.meta.listActivity(issue.id, activityLimit)
  const people = new Map<number, User | null>()
  for (const { userId } of rows) {
    if (userId !== null && !people.has(userId)) people.set(userId, await storage.meta.findUser(userId))
  }
  return rows.map((row) => serializeActivity(row, row.userId === null ? null : (people.get(row.userId) ?? null)))
}
