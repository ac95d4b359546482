import type { SessionsAnswer, SessionTotals } from '../../api/sessions.ts'
import type { AdoptionStage, Release } from '../../api/types.ts'

/** How sessions went; rates are fractions, null where there were none. */
export interface Figures {
  sessions: number
  users: number
  crashFreeSessions: number | null
  crashFreeUsers: number | null
}

/** What the server is asked for to make them. */
export const figureFields = [
  'sum(session)',
  'count_unique(user)',
  'crash_free_rate(session)',
  'crash_free_rate(user)',
] as const

export const noFigures: Figures = { sessions: 0, users: 0, crashFreeSessions: null, crashFreeUsers: null }

export const readFigures = (totals: SessionTotals): Figures => ({
  sessions: totals['sum(session)'] ?? 0,
  users: totals['count_unique(user)'] ?? 0,
  crashFreeSessions: totals['crash_free_rate(session)'] ?? null,
  crashFreeUsers: totals['crash_free_rate(user)'] ?? null,
})

/** A row of the list: its figures, and how many sessions there were over time. */
export interface RowFigures extends Figures {
  counts: number[]
}

/** Of an answer that is grouped by release. Releases without sessions are not in it. */
export function figuresByRelease(answer: SessionsAnswer): Map<string, RowFigures> {
  return new Map(
    answer.groups.map(({ by, totals, series }) => [
      by.release ?? '',
      { ...readFigures(totals), counts: (series?.['sum(session)'] ?? []).map((count) => count ?? 0) },
    ]),
  )
}

/** How far a release has come: its share of the sessions of the last 24 hours, and the stage that makes. */
export interface Adoption {
  /** Null where the projects had no session. */
  share: number | null
  stage: AdoptionStage | null
}

const stages: AdoptionStage[] = ['adopted', 'replaced', 'low_adoption']

/** Over the projects with these ids, all unless given. Of several projects the stage that came furthest counts. */
export function adoptionOf(release: Pick<Release, 'projects' | 'adoptionStages'>, ids?: readonly string[]): Adoption {
  const projects = projectsWithin(release, ids)
  const sumOf = (key: 'totalSessions24h' | 'totalProjectSessions24h') =>
    projects.reduce((sum, { healthData }) => sum + (healthData?.[key] ?? 0), 0)
  const whole = sumOf('totalProjectSessions24h')
  const own = new Set(projects.map(({ slug }) => release.adoptionStages?.[slug]?.stage))
  return {
    share: whole > 0 && hasSessions(release, ids) ? sumOf('totalSessions24h') / whole : null,
    stage: hasSessions(release, ids) ? (stages.find((stage) => own.has(stage)) ?? null) : null,
  }
}

/** The release's projects that the scope takes in, by id or slug. */
export const projectsWithin = (
  { projects }: Pick<Release, 'projects'>,
  ids?: readonly string[],
): Release['projects'] =>
  ids === undefined ? projects : projects.filter(({ id, slug }) => ids.includes(String(id)) || ids.includes(slug))

/** Whether any session ever named the release. */
export const hasSessions = (release: Pick<Release, 'projects'>, ids?: readonly string[]): boolean =>
  projectsWithin(release, ids).some(({ hasHealthData }) => hasHealthData)
