import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { deleteSelected } from './delete.ts'
import { readIssue, readIssueDetail } from './detail.ts'
import { onePath } from './paths.ts'
import { IssueDetailSchema, IssueSchema } from './schema.ts'
import { writeShortId } from './short-id.ts'

const tags = ['Issues']

const readOne = route({
  method: 'GET',
  ...onePath(''),
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({
    environment: EnvironmentsQuery,
    collapse: Type.Optional(Type.Array(Type.String())),
    expand: Type.Optional(Type.Array(Type.String())),
  }),
  response: ref(IssueDetailSchema),
  summary: 'One issue, by number or short id',
  tags,
  async handler({ organization, project, issue, caller, query }, { storage, baseUrl, now }) {
    const environments = readEnvironments(query.environment)
    const userId = caller.user?.id ?? null
    const view = { organization, project, userId, environments, baseUrl, now: now() }
    return readIssueDetail(issue, view, query.collapse ?? [], storage)
  },
})

const deleteOne = route({
  method: 'DELETE',
  ...onePath(''),
  permission: ['event:admin'],
  response: null,
  status: 202,
  summary: 'Delete an issue with its events',
  tags,
  async handler({ project, issue }, { storage, now, onJobFiled }) {
    await deleteSelected([{ project, ids: [issue.id] }], now(), storage.meta)
    onJobFiled?.()
  },
})

const resolveShortId = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/shortids/{issue_id}/',
  permission: ['event:read', 'event:write', 'event:admin'],
  /** Nothing of an issue is costly enough to be left out. */
  query: Type.Object({ collapse: Type.Optional(Type.Array(Type.String())) }),
  response: Type.Object({
    organizationSlug: Type.String(),
    projectSlug: Type.String(),
    groupId: Type.String(),
    group: ref(IssueSchema),
    shortId: Type.String(),
  }),
  summary: 'The issue that a short id names',
  tags,
  async handler({ organization, project, issue, caller }, { storage, baseUrl, now }) {
    const userId = caller.user?.id ?? null
    const view = { organization, project, userId, environments: null, baseUrl, now: now() }
    return {
      organizationSlug: organization.slug,
      projectSlug: project.slug,
      groupId: String(issue.id),
      group: await readIssue(issue, view, storage),
      shortId: writeShortId(project.slug, issue.number),
    }
  },
})

export const issueRoutes = [readOne, deleteOne, resolveShortId]
