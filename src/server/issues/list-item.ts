import { isoTime } from '../http/schema.ts'
import type { TimeRange } from '../http/time-range.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import { countProjectSessions } from '../releases/health/project-sessions.ts'
import { readFigures, wholeFigures } from './figures.ts'
import type { IssueListItemJson } from './schema.ts'
import { serializeFigures, serializeInbox, serializeIssue } from './serialize.ts'
import { readIssueStates } from './state.ts'
import { readSeries, type StatsPeriod, statsWindow } from './stats.ts'

export interface ListView {
  organization: Organization
  projects: Project[]
  /** Whose bookmarks and subscriptions are shown; null for tokens of an organisation. */
  userId: number | null
  environments: string[] | null
  range: TimeRange
  /** Null = no series. */
  statsPeriod: StatsPeriod | null
  /** Counts the sessions of the issues' projects in the range. */
  withSessions: boolean
  matchingEventId: string | null
  baseUrl: string
  now: number
}

/** Reads the figures of a page of issues and writes it in the list's shape. */
export async function readListItems(issues: Issue[], view: ListView, storage: Storage): Promise<IssueListItemJson[]> {
  const { environments, range, statsPeriod } = view
  const issueIds = issues.map((issue) => issue.id)
  const latest = issues.map(({ projectId, lastEventId }) => ({ projectId, eventId: lastEventId }))
  const [figures, series, states, withFiles, sessions] = await Promise.all([
    readFigures(issues, environments, range, storage.events),
    statsPeriod && readSeries(storage, { issueIds, environments }, statsWindow(statsPeriod, range, view.now)),
    readIssueStates(issues, { organizationId: view.organization.id, userId: view.userId }, storage.meta),
    storage.meta.haveAttachments(latest),
    countSessions(issues, view, storage),
  ])
  const byId = new Map(view.projects.map((project) => [project.id, project]))
  return issues.flatMap((issue, index) => {
    const project = byId.get(issue.projectId)
    const state = states.get(issue.id)
    if (!project || !state) return []
    const stats = statsPeriod && series ? { [statsPeriod]: series.get(issue.id) ?? [] } : {}
    const base = serializeIssue(issue, {
      organization: view.organization,
      project,
      baseUrl: view.baseUrl,
      figures: figures.get(issue.id) ?? wholeFigures(issue),
      state,
    })
    return {
      ...base,
      stats,
      lifetime: { ...serializeFigures(wholeFigures(issue)), stats: null },
      filtered: null,
      // Sentry leaves it out where it was not asked for; its API document wants it always.
      sessionCount: sessions.get(issue.projectId) ?? 0,
      inbox: serializeInbox(issue),
      // Nobody owns code here yet; the contract knows no null.
      owners: { type: 'none', owner: '', date_added: isoTime(issue.firstSeen) },
      integrationIssues: [],
      sentryAppIssues: [],
      latestEventHasAttachments: withFiles[index] ?? false,
      matchingEventId: view.matchingEventId,
      matchingEventEnvironment: null,
    }
  })
}

/** How far back issues are searched where no range is given, as in Sentry. */
const longestRange = 90 * 86_400_000

/** By project; none where they are not asked for. */
function countSessions(issues: Issue[], view: ListView, storage: Storage): Promise<Map<number, number>> {
  const { organization, environments, range, now, withSessions } = view
  const projectIds = withSessions ? [...new Set(issues.map(({ projectId }) => projectId))] : []
  const end = range.to ?? now
  const start = range.from ?? end - longestRange
  return countProjectSessions(
    { organizationId: organization.id, projectIds, environments },
    { start, end },
    storage.sessions,
  )
}
