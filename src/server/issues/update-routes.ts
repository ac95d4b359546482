import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { ApiServices } from '../http/context.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { route } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { deleteSelected } from './delete.ts'
import { readIssue } from './detail.ts'
import { findAllIssues } from './find-all.ts'
import { type Merged, mergeSelected } from './merge.ts'
import { onePath } from './paths.ts'
import { IssueSchema } from './schema.ts'
import { readScopeProjects } from './scope-projects.ts'
import { groupByProject, maxNamedIds, narrowQuery, selectByIds } from './select.ts'
import { serializeStatusDetails } from './status-details.ts'
import { type BulkAnswer, BulkAnswerSchema, serializeUpdate } from './update/answer.ts'
import { applyIssueUpdate } from './update/apply.ts'
import { type IssueUpdateBody, IssueUpdateSchema } from './update/body.ts'
import { type IssueUpdate, readIssueUpdate } from './update/read.ts'

const tags = ['Issues']

/** Which issues: by `id`, repeated, or else by what the list takes. */
const SelectionQuery = Type.Object({
  id: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: maxNamedIds })),
  query: Type.Optional(Type.String({ maxLength: 4096 })),
  status: Type.Optional(Type.String()),
  project: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  environment: EnvironmentsQuery,
  statsPeriod: Type.Optional(Type.String()),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  // For clients that send along what they show; all that match are meant.
  sort: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer()),
  viewId: Type.Optional(Type.String()),
})

interface Scope {
  organization: Organization
  projects: Project[]
  caller: Caller
  query: Static<typeof SelectionQuery>
}

const updateOne = route({
  method: 'PUT',
  ...onePath(''),
  permission: ['event:write', 'event:admin'],
  body: IssueUpdateSchema,
  response: ref(IssueSchema),
  summary: 'Resolve, archive, assign, share or otherwise change an issue',
  tags,
  async handler({ organization, project, issue, caller, body }, { storage, baseUrl, now }) {
    const by = { user: caller.user, at: now() }
    const update = await readIssueUpdate(body, organization, caller.user, storage.meta, by.at)
    await refuseForeignTeam(update, [project], storage.meta)
    await applyIssueUpdate([{ project, ids: [issue.id] }], update, by, storage.meta)
    const changed = await storage.meta.findIssue(issue.id)
    if (!changed) throw new LapwingError('not_found')
    const view = { organization, project, userId: by.user?.id ?? null, environments: null, baseUrl, now: by.at }
    return readIssue(changed, view, storage)
  },
})

const updateMany = route({
  method: 'PUT',
  path: '/organizations/{organization_id_or_slug}/issues/',
  permission: ['event:write', 'event:admin'],
  query: SelectionQuery,
  body: IssueUpdateSchema,
  response: nullable(BulkAnswerSchema),
  summary: 'Change many issues, by number or by query',
  tags,
  async handler({ organization, caller, query, body, reply }, services) {
    const projects = await readScopeProjects(organization.id, query.project, services.storage.meta)
    const changed = await changeMany({ organization, projects, caller, query }, body, services)
    if (!changed) reply.status(204)
    return changed?.answer ?? null
  },
})

const updateManyOfProject = route({
  method: 'PUT',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/',
  permission: ['event:write', 'event:admin'],
  query: SelectionQuery,
  body: IssueUpdateSchema,
  response: nullable(BulkAnswerSchema),
  summary: 'Change many issues of a project, by number or by query',
  tags,
  async handler({ organization, project, caller, query, body, reply }, services) {
    const changed = await changeMany({ organization, projects: [project], caller, query }, body, services)
    if (!changed) {
      reply.status(204)
      return null
    }
    // What clients of this older endpoint read in any case.
    const { status, statusDetails, isPublic } = changed.example
    return { status, statusDetails, isPublic, ...changed.answer }
  },
})

const deleteMany = route({
  method: 'DELETE',
  path: '/organizations/{organization_id_or_slug}/issues/',
  permission: ['event:admin'],
  query: SelectionQuery,
  response: null,
  summary: 'Delete many issues with their events, by number or by query',
  tags,
  async handler({ organization, caller, query }, services) {
    const projects = await readScopeProjects(organization.id, query.project, services.storage.meta)
    await deleteAll({ organization, projects, caller, query }, services)
  },
})

const deleteManyOfProject = route({
  method: 'DELETE',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/issues/',
  permission: ['event:admin'],
  query: SelectionQuery,
  response: null,
  summary: 'Delete many issues of a project with their events, by number or by query',
  tags,
  async handler({ organization, project, caller, query }, services) {
    await deleteAll({ organization, projects: [project], caller, query }, services)
  },
})

interface Changed {
  answer: BulkAnswer
  /** How the first of the issues stands now. */
  example: Pick<BulkAnswer, 'status' | 'statusDetails' | 'isPublic' | 'shareId'>
}

/** Null when no issue is meant. */
async function changeMany(scope: Scope, body: IssueUpdateBody, services: ApiServices): Promise<Changed | null> {
  const { meta } = services.storage
  const { organization, projects } = scope
  const by = { user: scope.caller.user, at: services.now() }
  const update = await readIssueUpdate(body, organization, by.user, meta, by.at)
  const ids = await select(scope, services)
  if (ids.length === 0) return null
  const selections = await groupByProject(ids, projects, meta)
  await refuseForeignTeam(
    update,
    selections.map((selection) => selection.project),
    meta,
  )
  const resolution = await applyIssueUpdate(selections, update, by, meta)
  const merged = update.isMerge ? await mergeSelected(ids, { userId: by.user?.id ?? null, at: by.at }, meta) : null
  if (merged) services.onJobFiled?.()
  const example = await describe(merged?.parent ?? ids[0], meta)
  const link = ids.length === 1 && update.isPublic && { shareId: example.shareId }
  return { answer: { ...serializeUpdate(update, resolution, by.user), ...link, ...mergeAnswer(merged) }, example }
}

async function deleteAll(scope: Scope, services: ApiServices): Promise<void> {
  const { meta } = services.storage
  const ids = await select(scope, services)
  const selections = await groupByProject(ids, scope.projects, meta)
  const deleted = await deleteSelected(selections, services.now(), meta)
  if (deleted > 0) services.onJobFiled?.()
}

async function select({ organization, projects, caller, query }: Scope, services: ApiServices): Promise<number[]> {
  const { storage, now } = services
  if (query.id) return selectByIds(query.id, projects, query.status, storage.meta)
  return findAllIssues(
    {
      organization,
      projects,
      userId: caller.user?.id ?? null,
      query: narrowQuery(query.query, query.status),
      environments: readEnvironments(query.environment),
      statsPeriod: query.statsPeriod,
      start: query.start,
      end: query.end,
    },
    storage,
    now(),
  )
}

/** As Sentry, only who works on a project can be given its issues. */
async function refuseForeignTeam(
  { assignment }: IssueUpdate,
  projects: Project[],
  meta: Pick<ApiServices['storage']['meta'], 'listTeamsOfProject'>,
): Promise<void> {
  if (!assignment || !('team' in assignment)) return
  for (const project of projects) {
    const teams = await meta.listTeamsOfProject(project.id)
    if (teams.some((team) => team.id === assignment.team.id)) continue
    const message = `Team '${assignment.team.slug}' has no access to project '${project.slug}'.`
    throw new LapwingError('invalid_input', { fields: { assignedTo: [message] } })
  }
}

async function describe(
  id: number | undefined,
  meta: Pick<ApiServices['storage']['meta'], 'findIssue'>,
): Promise<Changed['example']> {
  const issue = id === undefined ? null : await meta.findIssue(id)
  if (!issue) return {}
  const statusDetails = serializeStatusDetails(issue, null)
  return {
    status: issue.status,
    statusDetails,
    isPublic: issue.shareId !== null,
    ...(issue.shareId !== null && { shareId: issue.shareId }),
  }
}

function mergeAnswer(merged: Merged | null): BulkAnswer {
  return merged ? { merge: { parent: String(merged.parent), children: merged.children.map(String) } } : {}
}

export const issueUpdateRoutes = [updateOne, updateMany, updateManyOfProject, deleteMany, deleteManyOfProject]
