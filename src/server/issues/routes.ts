import { type Static, Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route, type RouteInput } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import type { ApiServices } from '../http/context.ts'
import { readTimeRange } from '../http/time-range.ts'
import { issueStatuses, issueSubstatuses, type Organization, type Project } from '../storage/meta/port.ts'
import { readIssue, readIssueDetail } from './detail.ts'
import { findDirectHit, findIssuePage } from './list.ts'
import { readListItems } from './list-item.ts'
import { IssueDetailSchema, IssueListItemSchema, IssueSchema } from './schema.ts'
import { readScopeProjects } from './scope-projects.ts'
import { setIssueStatus } from './set-status.ts'
import { writeShortId } from './short-id.ts'
import type { StatsPeriod } from './stats.ts'

const tags = ['Issues']

const IssueListQuerySchema = Type.Object({
  /** `is:unresolved` unless given; the empty text is all issues. */
  query: Type.Optional(Type.String({ maxLength: 4096 })),
  project: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  environment: EnvironmentsQuery,
  statsPeriod: Type.Optional(Type.String()),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  groupStatsPeriod: Type.Optional(Type.Enum(['', '24h', '14d', 'auto'])),
  sort: Type.Optional(Type.String()),
  shortIdLookup: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
})

const listIssues = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/',
  permission: ['event:read', 'event:write', 'event:admin'],
  query: IssueListQuerySchema,
  response: Type.Array(ref(IssueListItemSchema)),
  summary: 'Issues of an organization',
  tags,
  async handler(input, services) {
    const projects = await readScopeProjects(input.organization.id, input.query.project, services.storage.meta)
    return list(projects, input.organization, input, services)
  },
})

const listProjectIssues = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/',
  permission: ['event:read', 'event:write', 'event:admin'],
  query: IssueListQuerySchema,
  response: Type.Array(ref(IssueListItemSchema)),
  summary: 'Issues of a project',
  tags,
  async handler(input, services) {
    return list([input.project], input.organization, input, services)
  },
})

async function list(
  projects: Project[],
  organization: Organization,
  { query, page, reply }: Pick<RouteInput, 'page' | 'reply'> & { query: Static<typeof IssueListQuerySchema> },
  { storage, baseUrl, now }: ApiServices,
) {
  const paging = { cursor: readCursor(query.cursor), size: readPageSize(query, 25) }
  const at = now()
  const environments = readEnvironments(query.environment)
  const view = {
    organization,
    projects,
    environments,
    range: readTimeRange(query, at),
    statsPeriod: readStatsPeriod(query.groupStatsPeriod),
    baseUrl,
    now: at,
  }
  const hit = await findDirectHit(projects, query, storage)
  if (hit) {
    reply.header('x-sentry-direct-hit', '1').header('x-hits', '1')
    return readListItems([hit.issue], { ...view, matchingEventId: hit.eventId }, storage)
  }
  const found = await findIssuePage(projects, { ...query, environments }, paging, storage, at)
  reply.header('x-hits', String(found.hits)).header('x-max-hits', '1000')
  return readListItems(page(found.page, paging.cursor), { ...view, matchingEventId: null }, storage)
}

function readStatsPeriod(period: string | undefined): StatsPeriod | null {
  if (period === '') return null
  return period === '14d' || period === 'auto' ? period : '24h'
}

const readOne = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/',
  aliases: ['/issues/{issue_id}/', '/groups/{issue_id}/'],
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({
    environment: EnvironmentsQuery,
    collapse: Type.Optional(Type.Array(Type.String())),
    expand: Type.Optional(Type.Array(Type.String())),
  }),
  response: ref(IssueDetailSchema),
  summary: 'One issue, by number or short id',
  tags,
  async handler({ organization, project, issue, query }, { storage, baseUrl, now }) {
    const view = { organization, project, environments: readEnvironments(query.environment), baseUrl, now: now() }
    return readIssueDetail(issue, view, query.collapse ?? [], storage)
  },
})

const IssueUpdateSchema = Type.Object({
  status: Type.Optional(Type.String()),
  substatus: Type.Optional(nullable(Type.Enum(issueSubstatuses))),
  statusDetails: Type.Optional(Type.Object({})),
})

const update = route({
  method: 'PUT',
  path: '/organizations/{organization_id_or_slug}/issues/{issue_id}/',
  aliases: ['/issues/{issue_id}/', '/groups/{issue_id}/'],
  permission: ['event:write', 'event:admin'],
  body: IssueUpdateSchema,
  response: ref(IssueSchema),
  summary: 'Resolve, archive or reopen an issue',
  tags,
  async handler({ organization, project, issue, caller, body }, { storage, baseUrl, now }) {
    const status = issueStatuses.find((one) => one === body.status)
    refuseUnsupported(body, status !== undefined)
    const at = now()
    const change = {
      status: status ?? issue.status,
      substatus: body.substatus ?? null,
      userId: caller.user?.id ?? null,
      at,
    }
    const changed = await setIssueStatus(issue, change, storage.meta)
    return readIssue(changed, { organization, project, environments: null, baseUrl, now: at }, storage)
  },
})

/** A change that would be left out without a word is worse than one that is refused. */
function refuseUnsupported(body: Static<typeof IssueUpdateSchema>, hasStatus: boolean): void {
  const fields: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(body)) {
    if (name === 'status' || name === 'substatus') continue
    const isEmpty = name === 'statusDetails' && Object.keys(value ?? {}).length === 0
    if (!isEmpty) fields[name] = ['This field is not supported.']
  }
  if (!hasStatus) fields['status'] = [`It can be ${issueStatuses.join(', ')}.`]
  if (Object.keys(fields).length > 0) throw new LapwingError('invalid_input', { fields })
}

const resolveShortId = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/shortids/{issue_id}/',
  permission: ['event:read', 'event:write', 'event:admin'],
  response: Type.Object({
    organizationSlug: Type.String(),
    projectSlug: Type.String(),
    groupId: Type.String(),
    group: ref(IssueSchema),
    shortId: Type.String(),
  }),
  summary: 'The issue that a short id names',
  tags,
  async handler({ organization, project, issue }, { storage, baseUrl, now }) {
    return {
      organizationSlug: organization.slug,
      projectSlug: project.slug,
      groupId: String(issue.id),
      group: await readIssue(issue, { organization, project, environments: null, baseUrl, now: now() }, storage),
      shortId: writeShortId(project.slug, issue.number),
    }
  },
})

export const issueRoutes = [listIssues, listProjectIssues, readOne, update, resolveShortId]
