import { isoTimeOrNull } from '../../http/schema.ts'
import type { Adoption } from '../../storage/meta/ports/adoptions.ts'
import type { SessionFigures } from '../../storage/sessions/port.ts'
import type { HealthOptions, ReleaseHealth } from './figures.ts'
import type { AdoptionStageJson, HealthData } from './schema.ts'
import { stageOf } from './stages.ts'

/** Health as Sentry shows it: percent and seconds, where the sessions endpoint answers fractions and milliseconds. */
export function serializeHealth(health: ReleaseHealth, { statsPeriod }: HealthOptions): HealthData {
  const { summary, recent, project, sparkline } = health
  const second = 1000
  return {
    adoption: percent(recent?.users?.all, project?.users?.all),
    sessionsAdoption: percent(recent?.sessions, project?.sessions),
    crashFreeUsers: percentWithout(summary?.users?.crashed, summary?.users?.all),
    crashFreeSessions: percentWithout(summary?.crashed, summary?.sessions),
    totalUsers: summary?.users?.all ?? null,
    totalUsers24h: recent?.users?.all ?? null,
    totalProjectUsers24h: project?.users?.all ?? null,
    totalSessions: summary?.sessions ?? null,
    totalSessions24h: recent?.sessions ?? null,
    totalProjectSessions24h: project?.sessions ?? null,
    sessionsCrashed: summary?.crashed ?? 0,
    sessionsErrored: summary ? onlyErrored(summary) : 0,
    durationP50: summary?.durations ? summary.durations.p50 / second : null,
    durationP90: summary?.durations ? summary.durations.p90 / second : null,
    hasHealthData: health.hasSessions,
    stats:
      sparkline && statsPeriod
        ? {
            [statsPeriod]: sparkline.counts.map((count, index) => [
              (sparkline.start + index * sparkline.interval) / second,
              count,
            ]),
          }
        : {},
  }
}

/** Sessions with errors that ended otherwise than by a crash and the like: what the sessions endpoint calls `errored`. */
function onlyErrored({ errored, crashed, abnormal, unhandled }: SessionFigures): number {
  return Math.max(0, errored - crashed - abnormal - unhandled)
}

function percent(part: number | undefined, whole: number | undefined): number | null {
  return part && whole ? (part / whole) * 100 : null
}

/** The share that is left without the part; null of nothing. */
export function percentWithout(part: number | undefined, whole: number | undefined): number | null {
  return part !== undefined && whole ? 100 - (part / whole) * 100 : null
}

/** The stage of a release in one environment of a project, with its times. */
export function serializeStage(adoption: Adoption): AdoptionStageJson {
  return {
    stage: stageOf(adoption),
    adopted: isoTimeOrNull(adoption.adoptedAt),
    unadopted: isoTimeOrNull(adoption.replacedAt),
  }
}
