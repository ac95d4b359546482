import { LapwingError } from '../errors.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { readUrl } from './body.ts'
import { listQuery, toPage } from './paging.ts'
import { CommitSchema, RepositorySchema } from './schema.ts'
import { serializeCommit, serializeRepository } from './serialize.ts'
import { readCommitContext } from './view.ts'

const tags = ['Repositories']

const list = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/repos/',
  permission: ['org:read', 'org:write', 'org:admin', 'org:integrations', 'org:ci'],
  query: Type.Object({
    query: Type.Optional(Type.String()),
    status: Type.Optional(Type.Enum(['', 'active', 'deleted', 'unmigratable'])),
    integration_id: Type.Optional(Type.String()),
    expand: Type.Optional(Type.Array(Type.String())),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(ref(RepositorySchema)),
  summary: 'Repositories that commits of the organization are of',
  tags,
  async handler({ organization, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const sought = query.query?.toLowerCase() ?? ''
    const all = await storage.meta.listRepositories(organization.id)
    // Nothing deletes repositories, and no integration brings any.
    const isNone = query.integration_id !== undefined || query.status === 'deleted' || query.status === 'unmigratable'
    const repositories = isNone ? [] : all.filter(({ name }) => name.toLowerCase().includes(sought))
    const rows = pageOfList(repositories, cursor, readPageSize(query, 100), ({ id }) => ({ value: 0, id: BigInt(id) }))
    return page(rows, cursor).map(serializeRepository)
  },
})

const create = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/repos/',
  permission: ['org:write', 'org:admin', 'org:integrations'],
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    url: Type.Optional(nullable(Type.String({ maxLength: 2048 }))),
    provider: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
  }),
  response: ref(RepositorySchema),
  status: 201,
  summary: 'Name a repository, so that releases can refer to its commits',
  tags,
  async handler({ organization, body }, { storage, now }) {
    const name = body.name.trim()
    if (name === '') throw new LapwingError('invalid_input', { fields: { name: ['This field may not be blank.'] } })
    const repository = await storage.meta.createRepository({
      organizationId: organization.id,
      name,
      url: body.url ? readUrl(body.url, 'url') : null,
      provider: body.provider || null,
      createdAt: now(),
    })
    if (!repository) throw new LapwingError('conflict', { detail: 'A repository with this name already exists.' })
    return serializeRepository(repository)
  },
})

const listCommits = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/repos/{repo_id}/commits/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({ per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }),
  response: Type.Array(ref(CommitSchema)),
  summary: 'Commits of a repository, the newest first',
  tags,
  async handler({ organization, params, query, page }, { storage }) {
    const { meta } = storage
    const repositories = await meta.listRepositories(organization.id)
    const repository = repositories.find(({ id }) => String(id) === params.repo_id)
    if (!repository) throw new LapwingError('not_found')
    const cursor = readCursor(query.cursor)
    const found = await meta.listRepositoryCommits({
      ...listQuery(cursor, readPageSize(query, 100)),
      repositoryId: repository.id,
    })
    const commits = page(
      toPage(found, cursor, ({ createdAt, id }) => ({ value: createdAt, id })),
      cursor,
    )
    const context = await readCommitContext(commits, organization.id, meta)
    return commits.map((commit) => serializeCommit(commit, context))
  },
})

export const repositoryRoutes = [list, create, listCommits]
