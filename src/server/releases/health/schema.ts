import { AnyObject, DateTime, nullable } from '../../http/schema.ts'
import { type Static, Type } from '../../http/type.ts'
import { adoptionStages } from '../../storage/meta/ports/adoptions.ts'

/** How a release does in a project. Rates and adoption are percent, durations seconds; null where there is nothing to count. */
export const HealthDataSchema = Type.Object(
  {
    /** Share of the project's users of the last 24 hours. */
    adoption: nullable(Type.Number()),
    sessionsAdoption: nullable(Type.Number()),
    crashFreeUsers: nullable(Type.Number()),
    crashFreeSessions: nullable(Type.Number()),
    totalUsers: nullable(Type.Integer()),
    totalUsers24h: nullable(Type.Integer()),
    totalProjectUsers24h: nullable(Type.Integer()),
    totalSessions: nullable(Type.Integer()),
    totalSessions24h: nullable(Type.Integer()),
    totalProjectSessions24h: nullable(Type.Integer()),
    sessionsCrashed: Type.Integer(),
    /** With errors, but ended otherwise than by a crash and the like. */
    sessionsErrored: Type.Integer(),
    durationP50: nullable(Type.Number()),
    durationP90: nullable(Type.Number()),
    hasHealthData: Type.Boolean(),
    /** By the period: pairs of a bucket's begin, in seconds, and its count. */
    stats: AnyObject,
  },
  { $id: 'ReleaseHealth' },
)
export type HealthData = Static<typeof HealthDataSchema>

export const AdoptionStageSchema = Type.Object({
  stage: Type.Enum(adoptionStages),
  adopted: nullable(DateTime),
  unadopted: nullable(DateTime),
})
export type AdoptionStageJson = Static<typeof AdoptionStageSchema>
