import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { readEnvironments, EnvironmentsQuery } from '../http/environments.ts'
import { ReleaseBody, releaseBodyLimit, ReleaseUpdateBody, readReleaseChange, readVersion } from './body.ts'
import { deleteRelease } from './delete.ts'
import { findReleaseOf } from './find.ts'
import { healthQuery, readHealthWish } from './health/options.ts'
import { listReleases, releaseListQuery } from './list.ts'
import { createRelease, defaultRepository, updateRelease } from './save.ts'
import { ReleaseSchema } from './schema.ts'
import { readCurrentProject, readRelease } from './view.ts'

const tags = ['Releases']

/** The same operations by the path of one project, which older clients use: figures are those of the project. */
const list = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: Type.Object(releaseListQuery),
  response: Type.Array(ref(ReleaseSchema)),
  summary: 'Releases of a project, the latest first',
  tags,
  async handler(input, services) {
    return listReleases(input.organization, [input.project], input, services)
  },
})

const create = route({
  method: 'POST',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/',
  permission: ['project:write', 'project:admin', 'project:releases', 'org:ci'],
  body: ReleaseBody,
  bodyLimit: releaseBodyLimit,
  response: ref(ReleaseSchema),
  status: 201,
  summary: 'Create a release of a project; 208 when it is there already',
  tags,
  async handler({ organization, project, body, request, reply }, services) {
    const { storage, now } = services
    const { meta } = storage
    const { release, isNew } = await createRelease(
      {
        organization,
        version: readVersion(body.version),
        projectIds: [project.id],
        change: readReleaseChange(body, defaultRepository(organization)),
        userAgent: request.headers['user-agent']?.slice(0, 255) ?? null,
        now: now(),
      },
      meta,
    )
    if (!isNew) reply.status(208)
    return readRelease(release, organization, { projects: [project], environments: null }, services)
  },
})

const read = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: Type.Object({ environment: EnvironmentsQuery, ...healthQuery }),
  response: ref(ReleaseSchema),
  summary: 'One release of a project',
  tags,
  async handler({ organization, project, params, query }, services) {
    const { storage } = services
    const { meta } = storage
    const release = await findReleaseOf({ organization, project }, params.version, meta)
    const environments = readEnvironments(query.environment)
    const [shown, currentProjectMeta] = await Promise.all([
      readRelease(release, organization, { projects: [project], environments }, services, readHealthWish(query)),
      readCurrentProject(release, project, environments, storage),
    ])
    return { ...shown, currentProjectMeta }
  },
})

const update = route({
  method: 'PUT',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/',
  permission: ['project:write', 'project:admin', 'project:releases', 'org:ci'],
  body: ReleaseUpdateBody,
  bodyLimit: releaseBodyLimit,
  response: ref(ReleaseSchema),
  summary: 'Change a release of a project',
  tags,
  async handler({ organization, project, params, body }, services) {
    const { storage, now } = services
    const { meta } = storage
    const release = await findReleaseOf({ organization, project }, params.version, meta)
    const change = readReleaseChange(body, defaultRepository(organization))
    const updated = await updateRelease(release, change, organization, now(), meta)
    return readRelease(updated, organization, { projects: [project], environments: null }, services)
  },
})

const remove = route({
  method: 'DELETE',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/',
  permission: ['project:admin', 'project:releases'],
  response: null,
  summary: 'Delete a release of a project in which no issue began',
  tags,
  async handler({ organization, project, params }, { storage }) {
    await deleteRelease(await findReleaseOf({ organization, project }, params.version, storage.meta), storage.meta)
  },
})

export const projectReleaseRoutes = [list, create, read, update, remove]
