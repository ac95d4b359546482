import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { route } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import {
  ReleaseBody,
  releaseBodyLimit,
  ReleaseUpdateBody,
  readProjects,
  readReleaseChange,
  readVersion,
} from './body.ts'
import { deleteRelease } from './delete.ts'
import { findReleaseOf } from './find.ts'
import { healthQuery, readHealthWish } from './health/options.ts'
import { listReleases, releaseListQuery } from './list.ts'
import { createRelease, defaultRepository, updateRelease } from './save.ts'
import { ReleaseSchema } from './schema.ts'
import { everywhere, readCurrentProject, readRelease } from './view.ts'

const tags = ['Releases']

const ProjectsQuery = Type.Optional(Type.Array(Type.String(), { maxItems: 1000 }))

const list = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: Type.Object({ ...releaseListQuery, project: ProjectsQuery }),
  response: Type.Array(ref(ReleaseSchema)),
  summary: 'Releases of an organization, the latest first',
  tags,
  async handler(input, services) {
    const { organization, query } = input
    const isNarrowed = (query.project ?? []).some((name) => name !== '' && name !== '-1')
    const projects = isNarrowed ? await readScopeProjects(organization.id, query.project, services.storage.meta) : null
    return listReleases(organization, projects, input, services)
  },
})

const create = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/releases/',
  permission: ['project:write', 'project:admin', 'project:releases', 'org:ci'],
  body: ReleaseBody,
  bodyLimit: releaseBodyLimit,
  response: ref(ReleaseSchema),
  status: 201,
  summary: 'Create a release; 208 when it is there already',
  tags,
  async handler({ organization, body, request, reply }, services) {
    const { storage, now } = services
    const { meta } = storage
    const version = readVersion(body.version)
    const change = readReleaseChange(body, defaultRepository(organization))
    const projects = body.projects ? readProjects(body.projects, await meta.listProjects(organization.id)) : []
    const { release, isNew } = await createRelease(
      {
        organization,
        version,
        projectIds: projects.map(({ id }) => id),
        change,
        userAgent: request.headers['user-agent']?.slice(0, 255) ?? null,
        now: now(),
      },
      meta,
    )
    // Already Reported (RFC 5842): how Sentry tells "was there" from "created".
    if (!isNew) reply.status(208)
    return readRelease(release, organization, everywhere, services)
  },
})

const read = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: Type.Object({
    /** Also tells the releases beside this one in the project. */
    project: Type.Optional(Type.String()),
    project_id: Type.Optional(Type.String()),
    environment: EnvironmentsQuery,
    ...healthQuery,
    sort: Type.Optional(Type.Enum(['date', 'sessions', 'users', 'crash_free_users', 'crash_free_sessions'])),
    status: Type.Optional(Type.Enum(['open', 'archived'])),
    query: Type.Optional(Type.String()),
  }),
  response: ref(ReleaseSchema),
  summary: 'One release',
  tags,
  async handler({ organization, params, query }, services) {
    const { storage } = services
    const { meta } = storage
    const release = await findReleaseOf({ organization, project: null }, params.version, meta)
    const environments = readEnvironments(query.environment)
    const scope = { projects: null, environments }
    const shown = await readRelease(release, organization, scope, services, readHealthWish(query))
    const name = query.project_id ?? query.project
    if (!name || name === '-1') return shown
    const project = await meta.findProject(organization.id, name)
    if (!project || !shown.projects.some(({ id }) => id === project.id)) throw new LapwingError('not_found')
    return { ...shown, currentProjectMeta: await readCurrentProject(release, project, environments, storage) }
  },
})

const update = route({
  method: 'PUT',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/',
  permission: ['project:write', 'project:admin', 'project:releases', 'org:ci'],
  body: ReleaseUpdateBody,
  bodyLimit: releaseBodyLimit,
  response: ref(ReleaseSchema),
  summary: 'Change a release: its ref, URL, dates, owner, status, commits or refs',
  tags,
  async handler({ organization, params, body }, services) {
    const { storage, now } = services
    const { meta } = storage
    const release = await findReleaseOf({ organization, project: null }, params.version, meta)
    const change = readReleaseChange(body, defaultRepository(organization))
    const updated = await updateRelease(release, change, organization, now(), meta)
    return readRelease(updated, organization, everywhere, services)
  },
})

const remove = route({
  method: 'DELETE',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/',
  permission: ['project:admin', 'project:releases'],
  response: null,
  summary: 'Delete a release in which no issue began',
  tags,
  async handler({ organization, params }, { storage }) {
    const release = await findReleaseOf({ organization, project: null }, params.version, storage.meta)
    await deleteRelease(release, storage.meta)
  },
})

export const releaseRoutes = [list, create, read, update, remove]
