import { isoTime } from '../http/schema.ts'
import type { TimeRange } from '../http/time-range.ts'
import type { Issue, Organization, Project } from '../storage/meta/port.ts'
import type { Storage } from '../storage/storage.ts'
import { readAssignee } from './assignee.ts'
import { readFigures, wholeFigures } from './figures.ts'
import type { IssueListItemJson } from './schema.ts'
import { type Figures, serializeFigures, serializeInbox, serializeIssue } from './serialize.ts'
import { readSeries, type StatsPeriod, statsWindow } from './stats.ts'

export interface ListView {
  organization: Organization
  projects: Project[]
  environments: string[] | null
  range: TimeRange
  /** Null = no series. */
  statsPeriod: StatsPeriod | null
  matchingEventId: string | null
  baseUrl: string
  now: number
}

/** Reads the figures of a page of issues and writes it in the list's shape. */
export async function readListItems(issues: Issue[], view: ListView, storage: Storage): Promise<IssueListItemJson[]> {
  const { environments, range, statsPeriod } = view
  const always: TimeRange = { from: null, to: null }
  const isNarrowed = environments !== null || range.from !== null || range.to !== null
  const issueIds = issues.map((issue) => issue.id)
  const [figures, lifetimes, series, assignees] = await Promise.all([
    readFigures(issues, environments, range, storage.events),
    isNarrowed ? readFigures(issues, null, always, storage.events) : null,
    statsPeriod && readSeries(storage.events, { issueIds, environments }, statsWindow(statsPeriod, range, view.now)),
    Promise.all(issues.map((issue) => readAssignee(issue, view.organization.id, storage.meta))),
  ])
  const byId = new Map(view.projects.map((project) => [project.id, project]))
  return issues.flatMap((issue, index) => {
    const project = byId.get(issue.projectId)
    if (!project) return []
    const own: Figures = figures.get(issue.id) ?? wholeFigures(issue, 0)
    const stats = statsPeriod && series ? { [statsPeriod]: series.get(issue.id) ?? [] } : {}
    const base = serializeIssue(issue, {
      organization: view.organization,
      project,
      baseUrl: view.baseUrl,
      figures: own,
      assignedTo: assignees[index] ?? null,
    })
    return {
      ...base,
      stats,
      lifetime: { ...serializeFigures(lifetimes?.get(issue.id) ?? own), stats: null },
      filtered: null,
      sessionCount: 0,
      inbox: serializeInbox(issue),
      // Nobody owns code here yet; the contract knows no null.
      owners: { type: 'none', owner: '', date_added: isoTime(issue.firstSeen) },
      integrationIssues: [],
      sentryAppIssues: [],
      latestEventHasAttachments: false,
      matchingEventId: view.matchingEventId,
      matchingEventEnvironment: null,
    }
  })
}
