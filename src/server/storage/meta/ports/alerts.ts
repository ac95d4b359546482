import type { JsonObject } from '../../../../protocol/event.ts'

interface AlertRuleBase {
  id: number
  organizationId: number
  name: string
  isEnabled: boolean
  /** Null: events of any environment. */
  environment: string | null
  ownerUserId: number | null
  ownerTeamId: number | null
  /** Ascending. An issue rule has one. */
  projectIds: number[]
  createdBy: number | null
  createdAt: number
  updatedAt: number
}

/** Looks at a number over a window of time. */
export interface MetricAlertRule extends AlertRuleBase {
  kind: 'metric'
  dataset: string
  query: string
  /** `count()`, `count_unique(user)` … */
  aggregate: string
  /** Minutes. */
  timeWindow: number
  /** 0: fires above the threshold, 1: below. */
  thresholdType: 0 | 1
  resolveThreshold: number | null
  /** In the API's shape. */
  triggers: JsonObject[]
}

/** Looks at single issues as events come. */
export interface IssueAlertRule extends AlertRuleBase {
  kind: 'issue'
  actionMatch: 'all' | 'any' | 'none'
  filterMatch: 'all' | 'any' | 'none'
  /** Minutes between two notifications about one issue. */
  frequency: number
  /** In the API's shape. */
  conditions: JsonObject[]
  filters: JsonObject[]
  actions: JsonObject[]
}

export type AlertRule = MetricAlertRule | IssueAlertRule

type New<Rule> = Rule extends AlertRule ? Omit<Rule, 'id' | 'updatedAt'> : never

export interface AlertStore {
  createAlertRule(row: New<AlertRule>): Promise<AlertRule>
  /** Newest first; with `projectIds` those that watch one of these projects. */
  listAlertRules(query: {
    organizationId: number
    kinds: AlertRule['kind'][]
    projectIds: number[] | null
  }): Promise<AlertRule[]>
  findAlertRule(organizationId: number, id: number): Promise<AlertRule | null>
}

/** Every method may be called from another thread. */
export const alertMethods = {
  createAlertRule: true,
  listAlertRules: true,
  findAlertRule: true,
} as const satisfies Record<keyof AlertStore, true>
