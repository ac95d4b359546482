import { isValidEnvironment } from '../digest/normalize/release.ts'
import { LapwingError } from '../errors.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { readDate, readProjects, readUrl } from './body.ts'
import { findReleaseOf } from './find.ts'
import { listQuery, toPage } from './paging.ts'
import { DeploySchema } from './schema.ts'
import { serializeDeploy } from './serialize.ts'

const tags = ['Releases']

const list = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/deploys/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: Type.Object({ per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }),
  response: Type.Array(ref(DeploySchema)),
  summary: 'Deploys of a release, the latest first',
  tags,
  async handler({ organization, params, query, page }, { storage }) {
    const release = await findReleaseOf({ organization, project: null }, params.version, storage.meta)
    const cursor = readCursor(query.cursor)
    const found = await storage.meta.listDeploys({
      ...listQuery(cursor, readPageSize(query, 100)),
      releaseId: release.id,
    })
    const deploys = page(
      toPage(found, cursor, ({ finishedAt, id }) => ({ value: finishedAt, id })),
      cursor,
    )
    return deploys.map(serializeDeploy)
  },
})

const create = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/deploys/',
  permission: ['project:write', 'project:admin', 'project:releases', 'org:ci'],
  body: Type.Object({
    environment: Type.String(),
    name: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
    url: Type.Optional(nullable(Type.String({ maxLength: 2048 }))),
    dateStarted: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
    /** Now, unless given. */
    dateFinished: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
    /** Slugs or ids; all of the release unless given. */
    projects: Type.Optional(
      nullable(Type.Array(Type.Union([Type.String(), Type.Integer()]), { minItems: 1, maxItems: 1000 })),
    ),
  }),
  response: ref(DeploySchema),
  status: 201,
  summary: 'Tell that a release was brought to an environment',
  tags,
  async handler({ organization, params, body }, { storage, now }) {
    const { meta } = storage
    const release = await findReleaseOf({ organization, project: null }, params.version, meta)
    const environment = body.environment.trim()
    if (!isValidEnvironment(environment)) {
      throw new LapwingError('invalid_input', { fields: { environment: ['Invalid value for environment'] } })
    }
    const [figures] = await meta.describeReleases([release.id], { projectIds: null, environments: null })
    const own = figures?.projects.map(({ projectId }) => projectId) ?? []
    const chosen = body.projects && readProjects(body.projects, await meta.listProjects(organization.id))
    const outside = chosen?.filter(({ id }) => !own.includes(id)) ?? []
    if (outside.length > 0) {
      const slugs = outside.map(({ slug }) => slug).join(', ')
      const message = `Invalid projects (${slugs}) for release ${release.version}`
      throw new LapwingError('invalid_input', { fields: { projects: [message] } })
    }
    const deploy = await meta.createDeploy({
      releaseId: release.id,
      environment,
      name: body.name || null,
      url: body.url ? readUrl(body.url, 'url') : null,
      startedAt: body.dateStarted ? readDate(body.dateStarted, 'dateStarted') : null,
      finishedAt: body.dateFinished ? readDate(body.dateFinished, 'dateFinished') : now(),
      projectIds: chosen?.map(({ id }) => id) ?? own,
    })
    return serializeDeploy(deploy)
  },
})

export const deployRoutes = [list, create]
