import { isoTime } from '../http/schema.ts'
import type { IssueAlertRule, MetricAlertRule } from '../storage/meta/ports/alerts.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { User } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { AlertRuleJson, IssueAlertRuleJson } from './schema.ts'

/** What belongs to rules. */
export interface RuleView {
  slugs: Map<number, string>
  users: Map<number, User>
}

export async function readRuleView(
  rules: { createdBy: number | null }[],
  projects: Project[],
  meta: Pick<MetaStore, 'findUser'>,
): Promise<RuleView> {
  const ids = new Set(rules.flatMap(({ createdBy }) => createdBy ?? []))
  const users = await Promise.all([...ids].map((id) => meta.findUser(id)))
  return {
    slugs: new Map(projects.map(({ id, slug }) => [id, slug])),
    users: new Map(users.flatMap((user) => (user ? [[user.id, user]] : []))),
  }
}

function serializeBase(rule: MetricAlertRule | IssueAlertRule, view: RuleView) {
  const creator = view.users.get(rule.createdBy ?? 0)
  return {
    id: String(rule.id),
    name: rule.name,
    environment: rule.environment,
    projects: rule.projectIds.flatMap((id) => view.slugs.get(id) ?? []),
    owner: ownerOf(rule),
    createdBy: creator ? { id: creator.id, name: creator.name || creator.email, email: creator.email } : null,
    dateCreated: isoTime(rule.createdAt),
    snooze: !rule.isEnabled,
  }
}

function ownerOf({ ownerUserId, ownerTeamId }: MetricAlertRule | IssueAlertRule): string | null {
  if (ownerTeamId !== null) return `team:${ownerTeamId}`
  return ownerUserId === null ? null : `user:${ownerUserId}`
}

export function serializeAlertRule(rule: MetricAlertRule, view: RuleView): AlertRuleJson {
  return {
    ...serializeBase(rule, view),
    organizationId: String(rule.organizationId),
    status: rule.isEnabled ? 0 : 4,
    dataset: rule.dataset,
    queryType: 0,
    query: rule.query,
    aggregate: rule.aggregate,
    timeWindow: rule.timeWindow,
    resolution: 1,
    thresholdType: rule.thresholdType,
    resolveThreshold: rule.resolveThreshold,
    comparisonDelta: null,
    triggers: rule.triggers,
    dateModified: isoTime(rule.updatedAt),
  }
}

export function serializeIssueAlertRule(rule: IssueAlertRule, view: RuleView): IssueAlertRuleJson {
  return {
    ...serializeBase(rule, view),
    status: rule.isEnabled ? 'active' : 'disabled',
    actionMatch: rule.actionMatch,
    filterMatch: rule.filterMatch,
    frequency: rule.frequency,
    conditions: rule.conditions,
    filters: rule.filters,
    actions: rule.actions,
    dateUpdated: isoTime(rule.updatedAt),
  }
}
