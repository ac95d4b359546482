import { type Static, Type } from '../http/type.ts'
import { AnyObject, DateTime, nullable } from '../http/schema.ts'

const CreatedBy = nullable(Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.String() }))
/** `user:7` or `team:3`. */
const Owner = nullable(Type.String())

/** A rule about a number over time, as in Sentry's metric alerts. */
export const AlertRuleSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    organizationId: Type.String(),
    /** 0: active, 4: switched off. */
    status: Type.Integer(),
    environment: nullable(Type.String()),
    dataset: Type.String(),
    queryType: Type.Integer(),
    query: Type.String(),
    aggregate: Type.String(),
    /** Minutes. */
    timeWindow: Type.Integer(),
    resolution: Type.Integer(),
    /** 0: above, 1: below. */
    thresholdType: Type.Integer(),
    resolveThreshold: nullable(Type.Number()),
    comparisonDelta: nullable(Type.Number()),
    triggers: Type.Array(AnyObject),
    /** Slugs. */
    projects: Type.Array(Type.String()),
    owner: Owner,
    createdBy: CreatedBy,
    dateCreated: DateTime,
    dateModified: DateTime,
    snooze: Type.Boolean(),
  },
  { $id: 'AlertRule' },
)
export type AlertRuleJson = Static<typeof AlertRuleSchema>

/** A rule about single issues as events come. */
export const IssueAlertRuleSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    status: Type.String(),
    environment: nullable(Type.String()),
    actionMatch: Type.String(),
    filterMatch: Type.String(),
    /** Minutes. */
    frequency: Type.Integer(),
    conditions: Type.Array(AnyObject),
    filters: Type.Array(AnyObject),
    actions: Type.Array(AnyObject),
    projects: Type.Array(Type.String()),
    owner: Owner,
    createdBy: CreatedBy,
    dateCreated: DateTime,
    dateUpdated: DateTime,
    snooze: Type.Boolean(),
  },
  { $id: 'IssueAlertRule' },
)
export type IssueAlertRuleJson = Static<typeof IssueAlertRuleSchema>
