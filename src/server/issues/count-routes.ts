import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { route } from '../http/route.ts'
import { Type } from '../http/type.ts'
import { findIssuePage } from './list.ts'
import { readScopeProjects } from './scope-projects.ts'

const countIssues = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues-count/',
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({
    query: Type.Optional(Type.Array(Type.String({ maxLength: 4096 }), { maxItems: 20 })),
    project: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
    environment: EnvironmentsQuery,
    statsPeriod: Type.Optional(Type.String()),
    start: Type.Optional(Type.String()),
    end: Type.Optional(Type.String()),
  }),
  response: Type.Record(Type.Integer()),
  summary: 'How many issues match each of several searches, counted up to 1,000',
  tags: ['Issues'],
  async handler({ organization, caller, query }, { storage, now }) {
    const at = now()
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    const scope = { organizationId: organization.id, projects, userId: caller.user?.id ?? null }
    const { statsPeriod, start, end } = query
    const environments = readEnvironments(query.environment)
    const counts = new Map<string, number>()
    for (const text of query.query ?? []) {
      const list = { query: text, environments, statsPeriod, start, end }
      const { hits } = await findIssuePage(scope, list, { cursor: null, size: 1 }, storage, at)
      counts.set(text, hits)
    }
    return Object.fromEntries(counts)
  },
})

export const issueCountRoutes = [countIssues]
