import { LapwingError } from '../errors.ts'
import { Type } from '../http/type.ts'
import { type Cursor, pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { AnyObject, ref } from '../http/schema.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import type { AlertRule, IssueAlertRule, MetricAlertRule } from '../storage/meta/ports/alerts.ts'
import { AlertRuleSchema, IssueAlertRuleSchema } from './schema.ts'
import { readRuleView, serializeAlertRule, serializeIssueAlertRule } from './serialize.ts'

const tags = ['Alerts']
const scopes = ['alerts:read', 'alerts:write', 'org:read', 'org:write', 'org:admin'] as const
const Paging = {
  per_page: Type.Optional(Type.Integer()),
  limit: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
}
const Texts = Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 }))

const listAlertRules = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/alert-rules/',
  permission: scopes,
  query: Type.Object({ project: Texts, ...Paging }),
  response: Type.Array(ref(AlertRuleSchema)),
  summary: 'Metric alert rules of an organization',
  tags,
  async handler({ organization, query, page }, { storage: { meta } }) {
    const cursor = readCursor(query.cursor)
    const projects = await meta.listProjects(organization.id)
    const projectIds = await readProjectIds(organization.id, query.project, meta)
    const rules = await meta.listAlertRules({ organizationId: organization.id, kinds: ['metric'], projectIds })
    const shown = page(pageOfRules(rules.filter(isMetric), cursor, readPageSize(query, 25)), cursor)
    const view = await readRuleView(shown, projects, meta)
    return shown.map((rule) => serializeAlertRule(rule, view))
  },
})

const readAlertRule = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/alert-rules/{rule_id}/',
  permission: scopes,
  response: ref(AlertRuleSchema),
  summary: 'One metric alert rule',
  tags,
  async handler({ organization, params }, { storage: { meta } }) {
    const rule = await meta.findAlertRule(organization.id, readRuleId(params.rule_id))
    if (rule?.kind !== 'metric') throw new LapwingError('not_found')
    const view = await readRuleView([rule], await meta.listProjects(organization.id), meta)
    return serializeAlertRule(rule, view)
  },
})

const listCombinedRules = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/combined-rules/',
  permission: scopes,
  query: Type.Object({
    project: Texts,
    /** A part of the name. */
    name: Type.Optional(Type.String({ maxLength: 256 })),
    /** `rule` for issue alerts, `alert_rule` for metric alerts; others of Sentry's have no rules here. */
    alertType: Texts,
    ...Paging,
  }),
  response: Type.Array(AnyObject),
  summary: 'Alert rules of both kinds, told apart by `type`',
  tags,
  async handler({ organization, query, page }, { storage: { meta } }) {
    const cursor = readCursor(query.cursor)
    const types = query.alertType ?? ['rule', 'alert_rule']
    const kinds = (['issue', 'metric'] as const).filter((kind) =>
      types.includes(kind === 'issue' ? 'rule' : 'alert_rule'),
    )
    const projectIds = await readProjectIds(organization.id, query.project, meta)
    const sought = query.name?.toLowerCase() ?? ''
    const rules = (await meta.listAlertRules({ organizationId: organization.id, kinds, projectIds })).filter((rule) =>
      rule.name.toLowerCase().includes(sought),
    )
    const shown = page(pageOfRules(rules, cursor, readPageSize(query, 25)), cursor)
    const view = await readRuleView(shown, await meta.listProjects(organization.id), meta)
    return shown.map((rule) =>
      rule.kind === 'metric'
        ? { ...serializeAlertRule(rule, view), type: 'alert_rule', latestIncident: null }
        : { ...serializeIssueAlertRule(rule, view), type: 'rule', lastTriggered: null },
    )
  },
})

const listProjectRules = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/rules/',
  permission: ['alerts:read', 'alerts:write', 'project:read', 'project:write', 'project:admin'],
  query: Type.Object(Paging),
  response: Type.Array(ref(IssueAlertRuleSchema)),
  summary: 'Issue alert rules of a project',
  tags,
  async handler({ organization, project, query, page }, { storage: { meta } }) {
    const cursor = readCursor(query.cursor)
    const organizationId = organization.id
    const rules = await meta.listAlertRules({ organizationId, kinds: ['issue'], projectIds: [project.id] })
    const shown = page(pageOfRules(rules.filter(isIssue), cursor, readPageSize(query, 25)), cursor)
    const view = await readRuleView(shown, [project], meta)
    return shown.map((rule) => serializeIssueAlertRule(rule, view))
  },
})

const readProjectRule = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/rules/{rule_id}/',
  permission: ['alerts:read', 'alerts:write', 'project:read', 'project:write', 'project:admin'],
  response: ref(IssueAlertRuleSchema),
  summary: 'One issue alert rule',
  tags,
  async handler({ organization, project, params }, { storage: { meta } }) {
    const rule = await meta.findAlertRule(organization.id, readRuleId(params.rule_id))
    if (rule?.kind !== 'issue' || !rule.projectIds.includes(project.id)) throw new LapwingError('not_found')
    return serializeIssueAlertRule(rule, await readRuleView([rule], [project], meta))
  },
})

const isMetric = (rule: AlertRule): rule is MetricAlertRule => rule.kind === 'metric'
const isIssue = (rule: AlertRule): rule is IssueAlertRule => rule.kind === 'issue'

/** Newest first. */
function pageOfRules<Rule extends AlertRule>(rules: Rule[], cursor: Cursor | null, size: number) {
  return pageOfList(rules, cursor, size, (rule) => ({ value: -rule.createdAt, id: BigInt(rule.id) }))
}

/** Null: rules of any project. */
async function readProjectIds(
  organizationId: number,
  chosen: string[] | undefined,
  meta: Parameters<typeof readScopeProjects>[2],
): Promise<number[] | null> {
  const names = (chosen ?? []).filter((name) => name !== '' && name !== '-1')
  if (names.length === 0) return null
  return (await readScopeProjects(organizationId, names, meta)).map((project) => project.id)
}

function readRuleId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new LapwingError('not_found')
  return Number(text)
}

export const alertRoutes = [listAlertRules, readAlertRule, listCombinedRules, listProjectRules, readProjectRule]
