import { LapwingError } from '../../errors.ts'
import { Type } from '../../http/type.ts'
import type { HealthOptions } from './figures.ts'
import { readStatsPeriod, type StatsPeriod } from './periods.ts'

/** Parameters that ask for health, of lists of releases and of one. */
export const healthQuery = {
  health: Type.Optional(Type.String()),
  adoptionStages: Type.Optional(Type.String()),
  summaryStatsPeriod: Type.Optional(Type.String()),
  healthStatsPeriod: Type.Optional(Type.String()),
  healthStat: Type.Optional(Type.String()),
}

interface HealthQuery {
  health?: string
  adoptionStages?: string
  summaryStatsPeriod?: string
  healthStatsPeriod?: string
  healthStat?: string
}

/** What of health a request wants to see beside the release. */
export interface HealthWish {
  /** Null = nothing. */
  health: HealthOptions | null
  adoptionStages: boolean
  /** What figures are sorted by are counted in. */
  summaryPeriod: StatsPeriod
}

export const noHealth: HealthWish = { health: null, adoptionStages: false, summaryPeriod: '14d' }

/** Wrong words are refused in Sentry's words, also where nothing is asked for. */
export function readHealthWish(query: HealthQuery): HealthWish {
  const summaryPeriod = readStatsPeriod('summaryStatsPeriod', query.summaryStatsPeriod) ?? '14d'
  const statsPeriod = readStatsPeriod('healthStatsPeriod', query.healthStatsPeriod) ?? '24h'
  const stat = query.healthStat || 'sessions'
  if (stat !== 'sessions' && stat !== 'users') throw new LapwingError('bad_request', { detail: 'invalid healthStat' })
  return {
    health: isSwitchedOn(query.health) ? { summaryPeriod, statsPeriod, stat } : null,
    adoptionStages: isSwitchedOn(query.adoptionStages),
    summaryPeriod,
  }
}

/** Sentry's clients send `1`; its API document says boolean. */
export function isSwitchedOn(value: string | undefined): boolean {
  return value === '1' || value === 'true'
}
