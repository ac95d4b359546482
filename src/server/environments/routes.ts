import { LapwingError } from '../errors.ts'
import { route } from '../http/route.ts'
import { Type } from '../http/type.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Environment } from '../storage/meta/ports/environments.ts'

const tags = ['Environments']

/** Environments have no number of their own: the name is the identity everywhere. */
const EnvironmentSchema = Type.Object({ id: Type.String(), name: Type.String() })
const ProjectEnvironmentSchema = Type.Object({ id: Type.String(), name: Type.String(), isHidden: Type.Boolean() })

const visibilities = ['visible', 'hidden', 'all'] as const
const VisibilityQuery = Type.Optional(Type.Enum(visibilities))

/** Visible ones unless asked for. */
function hasVisibility(visibility: (typeof visibilities)[number] = 'visible') {
  return ({ isHidden }: Environment) => visibility === 'all' || isHidden === (visibility === 'hidden')
}

function serialize({ name, isHidden }: Environment) {
  return { id: name, name, isHidden }
}

const list = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/environments/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({ visibility: VisibilityQuery, project: Type.Optional(Type.Array(Type.String())) }),
  response: Type.Array(EnvironmentSchema),
  summary: 'Environments of an organization: those that one of its projects shows',
  tags,
  async handler({ organization, query }, { storage }) {
    const projects = await readScopeProjects(organization.id, query.project, storage.meta)
    const rows = await storage.meta.listEnvironments(projects.map(({ id }) => id))
    const names = rows.filter(hasVisibility(query.visibility)).map(({ name }) => name)
    return [...new Set(names)].map((name) => ({ id: name, name }))
  },
})

const listOfProject = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: Type.Object({ visibility: VisibilityQuery }),
  response: Type.Array(ProjectEnvironmentSchema),
  summary: 'Environments that events of the project came from or that it was deployed to',
  tags,
  async handler({ project, query }, { storage }) {
    const rows = await storage.meta.listEnvironments([project.id])
    return rows.filter(hasVisibility(query.visibility)).map(serialize)
  },
})

const updateMany = route({
  method: 'PUT',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/',
  permission: ['project:write', 'project:admin'],
  body: Type.Object({
    environmentNames: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 1000 }),
    isHidden: Type.Boolean(),
  }),
  response: Type.Array(ProjectEnvironmentSchema),
  summary: 'Hide or show several environments of a project',
  tags,
  async handler({ project, body }, { storage }) {
    const names = new Set(body.environmentNames)
    const known = new Set((await storage.meta.listEnvironments([project.id])).map(({ name }) => name))
    const unknown = [...names].filter((name) => !known.has(name))
    if (unknown.length > 0) {
      const message = `No such environment of the project: ${unknown.join(', ')}`
      throw new LapwingError('invalid_input', { fields: { environmentNames: [message] } })
    }
    await storage.meta.hideEnvironments(project.id, [...names], body.isHidden)
    const rows = await storage.meta.listEnvironments([project.id])
    return rows.filter(({ name }) => names.has(name)).map(serialize)
  },
})

const read = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/{environment}/',
  permission: ['project:read', 'project:write', 'project:admin'],
  response: ProjectEnvironmentSchema,
  summary: 'One environment of a project',
  tags,
  async handler({ project, params }, { storage }) {
    return serialize(await findEnvironment(project.id, params.environment, storage.meta))
  },
})

const update = route({
  method: 'PUT',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/environments/{environment}/',
  permission: ['project:write', 'project:admin'],
  body: Type.Object({ isHidden: Type.Boolean() }),
  response: ProjectEnvironmentSchema,
  summary: 'Hide or show an environment of a project',
  tags,
  async handler({ project, params, body }, { storage }) {
    const environment = await findEnvironment(project.id, params.environment, storage.meta)
    await storage.meta.hideEnvironments(project.id, [environment.name], body.isHidden)
    return serialize({ ...environment, isHidden: body.isHidden })
  },
})

async function findEnvironment(
  projectId: number,
  name: string,
  meta: Pick<MetaStore, 'listEnvironments'>,
): Promise<Environment> {
  const environment = (await meta.listEnvironments([projectId])).find((one) => one.name === name)
  if (!environment) throw new LapwingError('not_found')
  return environment
}

export const environmentRoutes = [list, listOfProject, updateMany, read, update]
