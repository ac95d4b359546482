import { isoTime } from '../http/schema.ts'
import type { TimeRange } from '../http/time-range.ts'
import type { Activity, Issue } from '../storage/meta/ports/issues.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Storage } from '../storage/storage.ts'
import { findUsers } from '../users/find-users.ts'
import { serializeUser } from '../users/serialize.ts'
import { serializeActivities } from './activity.ts'
import { readFigures, wholeFigures } from './figures.ts'
import type { IssueDetailJson, IssueJson } from './schema.ts'
import { serializeInbox, serializeIssue, serializeReleaseReference, tagName } from './serialize.ts'
import { readIssueState } from './state.ts'
import { readSeries, statsWindow } from './stats.ts'

export interface DetailView {
  organization: Organization
  project: Project
  /** Whose bookmarks and subscriptions are shown; null for tokens of an organisation. */
  userId: number | null
  environments: string[] | null
  baseUrl: string
  now: number
}

const always: TimeRange = { from: null, to: null }
/** Sentry shows as many; all of it is at `activities/`. */
export const activityLimit = 100
const seenByLimit = 100

/** An issue in its plain shape, with figures of its whole life (within the environments). */
export async function readIssue(issue: Issue, view: DetailView, storage: Storage): Promise<IssueJson> {
  return describe(issue, await storage.meta.listActivity(issue.id, activityLimit), view, storage)
}

async function describe(issue: Issue, activity: Activity[], view: DetailView, storage: Storage): Promise<IssueJson> {
  const viewer = { organizationId: view.organization.id, userId: view.userId }
  const [figures, state] = await Promise.all([
    readFigures([issue], view.environments, always, storage.events),
    readIssueState(issue, activity, viewer, storage.meta),
  ])
  return serializeIssue(issue, { ...view, figures: figures.get(issue.id) ?? wholeFigures(issue), state })
}

/** An issue with everything that its page shows; `collapse` leaves out what costs a query. */
export async function readIssueDetail(
  issue: Issue,
  view: DetailView,
  collapse: string[],
  storage: Storage,
): Promise<IssueDetailJson> {
  const { environments, now, organization } = view
  const { meta } = storage
  const series = async (period: '24h' | '30d') => {
    const rows = await readSeries(storage, { issueIds: [issue.id], environments }, statsWindow(period, always, now))
    return rows.get(issue.id) ?? []
  }
  const wantsStats = !collapse.includes('stats')
  const rows = await meta.listActivity(issue.id, activityLimit)
  const latest = { projectId: issue.projectId, eventId: issue.lastEventId }
  const [base, activity, seenBy, participants, tags, day, month, [hasFiles = false]] = await Promise.all([
    describe(issue, rows, view, storage),
    serializeActivities(rows, organization.id, meta),
    readSeenBy(issue.id, meta),
    readParticipants(issue.id, meta),
    collapse.includes('tags')
      ? null
      : storage.events.sumTags({ issueId: issue.id, environments, start: null, end: null }),
    wantsStats ? series('24h') : [],
    wantsStats ? series('30d') : [],
    meta.haveAttachments([latest]),
  ])
  const release = (version: string | null) => (version === null ? null : serializeReleaseReference(version))
  return {
    ...base,
    ...(!collapse.includes('release') && {
      firstRelease: release(issue.firstRelease),
      lastRelease: release(issue.lastRelease),
    }),
    // Their values are at `tags/`, as with Sentry: of an issue of many events they take ten times as long.
    ...(tags && { tags: tags.map(({ key, events }) => ({ key, name: tagName(key), totalValues: events })) }),
    ...(wantsStats && { stats: { '24h': day, '30d': month } }),
    inbox: issue.needsReview ? serializeInbox(issue) : null,
    // Nobody owns code here yet.
    owners: null,
    activity,
    seenBy,
    participants,
    userReportCount: issue.userReportCount,
    integrationIssues: [],
    sentryAppIssues: [],
    latestEventHasAttachments: hasFiles,
    pluginActions: [],
    pluginIssues: [],
    pluginContexts: [],
  }
}

async function readSeenBy(issueId: number, meta: Pick<MetaStore, 'listSeenBy' | 'findUser'>) {
  const seen = await meta.listSeenBy(issueId, seenByLimit)
  const users = await findUsers(
    seen.map(({ userId }) => userId),
    meta,
  )
  return seen.flatMap(({ userId, seenAt }) => {
    const user = users.get(userId)
    return user ? [{ ...serializeUser(user), lastSeen: isoTime(seenAt) }] : []
  })
}

/** Who takes part in an issue, as people. */
export async function readParticipants(issueId: number, meta: Pick<MetaStore, 'listParticipants' | 'findUser'>) {
  const users = await findUsers(await meta.listParticipants(issueId), meta)
  return [...users.values()].map((user) => ({ ...serializeUser(user), type: 'user' }))
}
