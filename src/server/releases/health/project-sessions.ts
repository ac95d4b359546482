import type { SessionFigures, SessionStore } from '../../storage/sessions/port.ts'
import { placesOf } from './figures.ts'
import { type Window, type StatsPeriod, summaryWindow } from './periods.ts'
import { percentWithout } from './serialize.ts'

const hour = 3_600_000
const day = 24 * hour

type Sessions = Pick<SessionStore, 'summarize'>

interface ProjectScope {
  organizationId: number
  projectIds: number[]
  /** Null = all. */
  environments: string[] | null
}

/** How many sessions of each project began in a window, widened to whole hours; projects without any are left out. */
export async function countProjectSessions(
  scope: ProjectScope,
  { start, end }: Window,
  sessions: Sessions,
): Promise<Map<number, number>> {
  const hours = { start: Math.floor(start / hour) * hour, end: Math.ceil(end / hour) * hour }
  const figures = await summarizeProjects(scope, hours, sessions)
  return new Map([...figures].map(([id, one]) => [id, one.sessions]))
}

/** Percent of a project's sessions that did not crash in a period, and in the one before. */
export interface SessionStats {
  currentCrashFreeRate: number | null
  previousCrashFreeRate: number | null
  /** There are sessions, as far back as 90 days. */
  hasHealthData: boolean
}

/** Sentry's `sessionStats` of each of these projects. */
export async function readSessionStats(
  scope: ProjectScope,
  period: StatsPeriod,
  now: number,
  sessions: Sessions,
): Promise<Map<number, SessionStats>> {
  const { start, end } = summaryWindow(period, now)
  const [current, previous, quarter] = await Promise.all([
    summarizeProjects(scope, { start, end }, sessions),
    summarizeProjects(scope, { start: start - (end - start), end: start }, sessions),
    summarizeProjects(scope, { start: Math.floor(now / day - 90) * day, end }, sessions),
  ])
  const rateOf = (figures: SessionFigures | undefined) => percentWithout(figures?.crashed, figures?.sessions)
  return new Map(
    scope.projectIds.map((id) => [
      id,
      {
        currentCrashFreeRate: rateOf(current.get(id)),
        previousCrashFreeRate: rateOf(previous.get(id)),
        hasHealthData: (quarter.get(id)?.sessions ?? 0) > 0,
      },
    ]),
  )
}

async function summarizeProjects(
  scope: ProjectScope,
  window: Window,
  sessions: Sessions,
): Promise<Map<number, SessionFigures>> {
  const { organizationId, projectIds } = scope
  if (projectIds.length === 0) return new Map()
  const groups = await sessions.summarize({
    organizationId,
    projectIds,
    isWholeOrganization: false,
    where: placesOf(scope, null),
    ...window,
    groupBy: ['project'],
    groups: null,
    wants: { users: false, durations: false },
  })
  return new Map(groups.flatMap(({ key, figures }) => (key.projectId === null ? [] : [[key.projectId, figures]])))
}
