import type { AlertRule, AlertStore, IssueAlertRule, MetricAlertRule } from '../ports/alerts.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { flag, integer, integerOrNull, oneOf, text, textOrNull } from '../../sqlite/rows.ts'

const kinds = ['metric', 'issue'] as const
const selectRules = `SELECT *, (SELECT json_group_array(project_id ORDER BY project_id) FROM alert_rule_projects WHERE rule_id = alert_rules.id) AS projects
  FROM alert_rules`

/** Alert rules of both kinds, in one table: what only one kind has is JSON. */
export function alertStore(database: Database): AlertStore {
  return {
    async createAlertRule(row) {
      const { organizationId, kind, name, isEnabled, environment, ownerUserId, ownerTeamId, projectIds } = row
      return database.write(() => {
        const { lastInsertRowid: id } = database.run(
          `INSERT INTO alert_rules (organization_id, kind, name, is_enabled, environment, owner_user_id, owner_team_id, definition,
           created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          organizationId,
          kind,
          name,
          Number(isEnabled),
          environment,
          ownerUserId,
          ownerTeamId,
          JSON.stringify(definitionOf(row)),
          row.createdBy,
          row.createdAt,
          row.createdAt,
        )
        for (const projectId of new Set(projectIds)) {
          database.run('INSERT INTO alert_rule_projects VALUES (?, ?)', id, projectId)
        }
        const stored = database.get(`${selectRules} WHERE id = ?`, id)
        if (!stored) throw new Error('an alert rule was not stored')
        return readRule(stored)
      })
    },
    async listAlertRules({ organizationId, kinds: wanted, projectIds }) {
      const watching = `EXISTS (SELECT 1 FROM alert_rule_projects
        WHERE rule_id = alert_rules.id AND project_id IN (SELECT value FROM json_each(?)))`
      const rows = database.all(
        `${selectRules} WHERE organization_id = ? AND kind IN (SELECT value FROM json_each(?)) AND (? OR ${watching})
         ORDER BY created_at DESC, id DESC`,
        organizationId,
        JSON.stringify(wanted),
        Number(projectIds === null),
        JSON.stringify(projectIds ?? []),
      )
      return rows.map(readRule)
    },
    async findAlertRule(organizationId, id) {
      const row = database.get(`${selectRules} WHERE organization_id = ? AND id = ?`, organizationId, id)
      return row ? readRule(row) : null
    },
  }
}

type Base = Omit<AlertRule, 'kind'>
type MetricDefinition = Omit<MetricAlertRule, keyof Base | 'kind'>
type IssueDefinition = Omit<IssueAlertRule, keyof Base | 'kind'>

function definitionOf(row: Parameters<AlertStore['createAlertRule']>[0]): MetricDefinition | IssueDefinition {
  if (row.kind === 'metric') {
    const { dataset, query, aggregate, timeWindow, thresholdType, resolveThreshold, triggers } = row
    return { dataset, query, aggregate, timeWindow, thresholdType, resolveThreshold, triggers }
  }
  const { actionMatch, filterMatch, frequency, conditions, filters, actions } = row
  return { actionMatch, filterMatch, frequency, conditions, filters, actions }
}

function readRule(row: Row): AlertRule {
  const projectIds: number[] = JSON.parse(text(row, 'projects'))
  const base = {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    name: text(row, 'name'),
    isEnabled: flag(row, 'is_enabled'),
    environment: textOrNull(row, 'environment'),
    ownerUserId: integerOrNull(row, 'owner_user_id'),
    ownerTeamId: integerOrNull(row, 'owner_team_id'),
    projectIds,
    createdBy: integerOrNull(row, 'created_by'),
    createdAt: integer(row, 'created_at'),
    updatedAt: integer(row, 'updated_at'),
  }
  if (oneOf(kinds, row, 'kind') === 'metric') {
    const definition: MetricDefinition = JSON.parse(text(row, 'definition'))
    return { kind: 'metric', ...base, ...definition }
  }
  const definition: IssueDefinition = JSON.parse(text(row, 'definition'))
  return { kind: 'issue', ...base, ...definition }
}
