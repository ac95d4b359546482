import { LapwingError } from '../errors.ts'
import { type Cursor, pageOf, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import { onePath } from '../issues/paths.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import type { UserReport } from '../storage/meta/ports/issues.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { UserReportSchema } from './schema.ts'
import { findProjectOfDsn } from './sender.ts'
import { serializeReports } from './serialize.ts'
import { submitReport } from './submit.ts'

const tags = ['User feedback']

const PagingQuery = Type.Object({
  limit: Type.Optional(Type.Integer()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
})

const listOfProject = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/user-feedback/',
  aliases: ['/projects/{organization_id_or_slug}/{project_id_or_slug}/user-reports/'],
  permission: ['project:read', 'project:write', 'project:admin'],
  query: PagingQuery,
  response: Type.Array(ref(UserReportSchema)),
  summary: 'What people wrote about the errors of a project, newest first',
  tags,
  async handler({ organization, project, caller, query, page }, { storage, baseUrl }) {
    const cursor = readCursor(query.cursor)
    const reports = await readPage({ projectIds: [project.id], issueId: null }, query, cursor, storage.meta)
    const userId = caller.user?.id ?? null
    const view = { organization, projects: [project], userId, baseUrl, withIssues: true }
    return serializeReports(page(reports, cursor), view, storage)
  },
})

const listOfOrganization = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/user-feedback/',
  aliases: ['/organizations/{organization_id_or_slug}/user-reports/'],
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({
    ...PagingQuery.properties,
    project: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  }),
  response: Type.Array(ref(UserReportSchema)),
  summary: 'What people wrote about errors, newest first',
  tags,
  async handler({ organization, caller, query, page }, { storage, baseUrl }) {
    const cursor = readCursor(query.cursor)
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    const projectIds = projects.map((project) => project.id)
    const reports = await readPage({ projectIds, issueId: null }, query, cursor, storage.meta)
    const userId = caller.user?.id ?? null
    return serializeReports(
      page(reports, cursor),
      { organization, projects, userId, baseUrl, withIssues: true },
      storage,
    )
  },
})

const listOfIssue = route({
  method: 'GET',
  ...onePath('user-reports/'),
  permission: ['event:read', 'event:write', 'event:admin'],
  query: PagingQuery,
  response: Type.Array(ref(UserReportSchema)),
  summary: 'What people wrote about an issue, newest first',
  tags,
  async handler({ organization, project, issue, caller, query, page }, { storage, baseUrl }) {
    const cursor = readCursor(query.cursor)
    const scope = { projectIds: [project.id], issueId: issue.id }
    const reports = await readPage(scope, query, cursor, storage.meta)
    const userId = caller.user?.id ?? null
    const view = { organization, projects: [project], userId, baseUrl, withIssues: false }
    return serializeReports(page(reports, cursor), view, storage)
  },
})

/**
 * Public, because a DSN will do (`Authorization: DSN …`): the pages that people meet errors on have nothing else. A token needs the scope, which
 * is looked at here.
 */
const submit = route({
  method: 'POST',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/user-feedback/',
  aliases: ['/projects/{organization_id_or_slug}/{project_id_or_slug}/user-reports/'],
  permission: 'public',
  body: Type.Object({
    event_id: Type.String({ maxLength: 64 }),
    name: Type.String(),
    email: Type.String(),
    comments: Type.String(),
  }),
  response: ref(UserReportSchema),
  summary: 'Send what somebody wrote about an error',
  tags,
  async handler({ caller, access, organization, project, params, body, request }, { storage, baseUrl, now }) {
    const isAllowed = access.scopes.some((scope) => scope === 'project:write' || scope === 'project:admin')
    if (caller && !isAllowed) throw new LapwingError('forbidden')
    const { organization_id_or_slug: organizationName, project_id_or_slug: projectName } = params
    const path = { organization: organizationName, project: projectName }
    const sender = caller
      ? { organization, project }
      : await findProjectOfDsn(request.headers.authorization, path, storage.meta)
    const report = await submitReport(sender.project, body, storage, now())
    const view = { organization: sender.organization, projects: [sender.project], userId: null, baseUrl }
    // Who has only a DSN gets to see no issue.
    const [json] = await serializeReports([report], { ...view, withIssues: caller !== null }, storage)
    if (!json) throw new Error('a report was serialized to nothing')
    return caller ? json : { ...json, user: null }
  },
})

async function readPage(
  scope: { projectIds: number[]; issueId: number | null },
  query: Static<typeof PagingQuery>,
  cursor: Cursor | null,
  meta: Pick<MetaStore, 'listUserReports'>,
) {
  const size = readPageSize(query, 100)
  const backwards = cursor?.backwards ?? false
  const rows = await meta.listUserReports({
    ...scope,
    limit: size + 1,
    before: cursor && { createdAt: cursor.value, id: Number(cursor.id) },
    backwards,
  })
  const kept = backwards ? rows.slice(-size) : rows.slice(0, size)
  return pageOf(kept, rows.length > size, cursor, positionOf)
}

function positionOf(report: UserReport) {
  return { value: report.createdAt, id: BigInt(report.id) }
}

export const userReportRoutes = [listOfProject, listOfOrganization, listOfIssue, submit]
