import { LapwingError } from '../errors.ts'
import type { ApiServices } from '../http/context.ts'
import { pageOfFound, readOffset } from '../http/offset-paging.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import { readTime } from '../http/time-range.ts'
import { Type } from '../http/type.ts'
import { requireReplayAccess } from './access.ts'
import { checkDeletionSearch } from './delete.ts'
import { findReplay } from './find.ts'
import { ReplayDeletionSchema } from './schema.ts'
import { pagingQuery } from './scope.ts'
import { serializeDeletion } from './serialize.ts'

const tags = ['Replays']
const replaysPath = '/projects/{organization_id_or_slug}/{project_id_or_slug}/replays/'
const changeProject = ['project:write', 'project:admin'] as const
const pageSize = 100

const deleteReplay = route({
  method: 'DELETE',
  path: `${replaysPath}{replay_id}/`,
  permission: changeProject,
  response: null,
  summary: 'Deletes a replay and its recording for good',
  tags,
  async handler({ organization, project, caller, params }, services) {
    const { storage, onJobFiled } = services
    await requireReplayAccess(organization, caller, storage.meta)
    const { replayId } = await findReplay(params.replay_id, [project], caller, storage)
    await storage.userSessions.forgetReplays(project.id, [replayId])
    await storage.replays.deleteReplays(project.id, [replayId])
    // Its bytes go now, or after the next start: the view remembers them.
    onJobFiled?.()
  },
})

const Body = Type.Object({
  data: Type.Object({
    rangeStart: Type.String({ maxLength: 40 }),
    rangeEnd: Type.String({ maxLength: 40 }),
    environments: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 100 }),
    query: nullable(Type.String({ maxLength: 10_000 })),
  }),
})

const createDeletion = route({
  method: 'POST',
  path: `${replaysPath}jobs/delete/`,
  permission: changeProject,
  body: Body,
  response: Type.Object({ data: ref(ReplayDeletionSchema) }),
  status: 201,
  summary: 'Begins to delete all replays of a time, of environments (of all, if none is named) and of a search',
  tags,
  async handler({ organization, project, caller, body: { data } }, services: ApiServices) {
    const { storage, now, onJobFiled } = services
    await requireReplayAccess(organization, caller, storage.meta)
    const rangeStart = readDate('rangeStart', data.rangeStart)
    const rangeEnd = readDate('rangeEnd', data.rangeEnd)
    if (rangeStart >= rangeEnd) throw wrongBody('rangeStart', 'rangeStart must be before rangeEnd')
    const wanted = { query: data.query ?? '', createdAt: now(), environments: data.environments, rangeStart, rangeEnd }
    checkDeletionSearch(wanted, project)
    const place = { organizationId: organization.id, projectId: project.id }
    const deletion = await storage.replays.createDeletion({ ...place, ...wanted })
    onJobFiled?.()
    return { data: serializeDeletion(deletion) }
  },
})

const listDeletions = route({
  method: 'GET',
  path: `${replaysPath}jobs/delete/`,
  permission: changeProject,
  query: Type.Object(pagingQuery),
  response: Type.Object({ data: Type.Array(ref(ReplayDeletionSchema)) }),
  summary: 'Deletions of replays of a project, newest first',
  tags,
  async handler({ organization, project, caller, query, page }, { storage }) {
    await requireReplayAccess(organization, caller, storage.meta)
    const size = readPageSize(query, pageSize)
    const cursor = readCursor(query.cursor)
    const offset = readOffset(cursor, size)
    const found = await storage.replays.listDeletions(project.id, { limit: size + 1, offset })
    return { data: page(pageOfFound(found, offset, size), cursor).map(serializeDeletion) }
  },
})

const readDeletion = route({
  method: 'GET',
  path: `${replaysPath}jobs/delete/{job_id}/`,
  permission: changeProject,
  response: Type.Object({ data: ref(ReplayDeletionSchema) }),
  summary: 'How far a deletion of replays is',
  tags,
  async handler({ organization, project, caller, params }, { storage }) {
    await requireReplayAccess(organization, caller, storage.meta)
    const isId = /^[1-9]\d{0,14}$/.test(params.job_id)
    const deletion = isId ? await storage.replays.findDeletion(project.id, Number(params.job_id)) : null
    if (!deletion) throw new LapwingError('not_found')
    return { data: serializeDeletion(deletion) }
  },
})

function readDate(name: string, text: string): number {
  const time = readTime(text)
  if (time === null) throw wrongBody(name, `'${text}' is not a valid date; use ISO 8601`)
  return time
}

function wrongBody(name: string, message: string): LapwingError {
  return new LapwingError('invalid_input', { fields: { [`data.${name}`]: [message] } })
}

export const replayDeleteRoutes = [deleteReplay, createDeletion, listDeletions, readDeletion]
