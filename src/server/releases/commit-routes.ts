import type { ApiServices } from '../http/context.ts'
import { readCursor, readPageSize } from '../http/paging.ts'
import { route, type RouteInput } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { type Static, Type } from '../http/type.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Release } from '../storage/meta/ports/releases.ts'
import { findReleaseOf } from './find.ts'
import { listQuery, toPage } from './paging.ts'
import { CommitFileSchema, ReleaseCommitSchema, ReleaseFileSchema, ReleaseSchema, RepositorySchema } from './schema.ts'
import { serializeCommit, serializeCommitFile, serializeReleaseReference, serializeRepository } from './serialize.ts'
import { everywhere, readCommitContext, readRelease } from './view.ts'

const tags = ['Releases']

const CommitsQuery = Type.Object({
  /** Of this repository only: its name, or its id. */
  repo_name: Type.Optional(Type.String()),
  repo_id: Type.Optional(Type.String()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
})

const PagedQuery = Type.Object({ per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) })

const listCommits = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/commits/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: CommitsQuery,
  response: Type.Array(ref(ReleaseCommitSchema)),
  summary: 'Commits of a release, the newest first',
  tags,
  async handler(input, services) {
    const { organization, params } = input
    const release = await findReleaseOf({ organization, project: null }, params.version, services.storage.meta)
    return listCommitsOf(release, organization, input, services)
  },
})

const listProjectCommits = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/commits/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: CommitsQuery,
  response: Type.Array(ref(ReleaseCommitSchema)),
  summary: "Commits of a project's release, the newest first",
  tags,
  async handler(input, services) {
    const { organization, project, params } = input
    const release = await findReleaseOf({ organization, project }, params.version, services.storage.meta)
    return listCommitsOf(release, organization, input, services)
  },
})

async function listCommitsOf(
  release: Release,
  organization: Organization,
  { query, page }: Pick<RouteInput, 'page'> & { query: Static<typeof CommitsQuery> },
  { storage }: ApiServices,
) {
  const { meta } = storage
  const cursor = readCursor(query.cursor)
  const size = readPageSize(query, 100)
  const sought = query.repo_id ?? query.repo_name
  const repositories = sought ? await meta.listRepositories(organization.id) : []
  const repository = repositories.find(({ id, name }) => {
    return query.repo_id ? String(id) === query.repo_id : name === query.repo_name
  })
  // A repository that is not there has no commits: 0 is nobody's id.
  const repositoryId = sought ? (repository?.id ?? 0) : null
  const list = await meta.listReleaseCommits({ ...listQuery(cursor, size), releaseId: release.id, repositoryId })
  const rows = page(
    toPage(list, cursor, ({ point }) => point),
    cursor,
  )
  const commits = rows.map(({ commit }) => commit)
  const [context, holders] = await Promise.all([
    readCommitContext(commits, organization.id, meta),
    meta.listReleasesOfCommits(commits.map(({ id }) => id)),
  ])
  const releases = new Map(holders.map((holder) => [holder.commitId, holder.releases]))
  return commits.map((commit) => ({
    ...serializeCommit(commit, context),
    releases: (releases.get(commit.id) ?? []).map(serializeReleaseReference),
  }))
}

const listCommitFiles = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/commitfiles/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: PagedQuery,
  response: Type.Array(CommitFileSchema),
  summary: 'Files that the commits of a release changed',
  tags,
  async handler({ organization, params, query, page }, { storage }) {
    const { meta } = storage
    const release = await findReleaseOf({ organization, project: null }, params.version, meta)
    const cursor = readCursor(query.cursor)
    const list = await meta.listCommitFiles({
      ...listQuery(cursor, readPageSize(query, 100)),
      releaseId: release.id,
    })
    const files = page(
      toPage(list, cursor, ({ id }) => ({ value: 0, id })),
      cursor,
    )
    const context = await readCommitContext(
      files.map(({ commit }) => commit),
      organization.id,
      meta,
    )
    return files.map((file) => serializeCommitFile(file, organization.id, context))
  },
})

const readPrevious = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/previous-with-commits/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  // `{}` where there is none: what sentry-cli looks for.
  response: Type.Union([ref(ReleaseSchema), Type.Object({}, { additionalProperties: false })]),
  summary: 'The release before this one that has commits',
  tags,
  async handler({ organization, params }, services) {
    const { meta } = services.storage
    const release = await findReleaseOf({ organization, project: null }, params.version, meta)
    const previous = await meta.findPreviousWithCommits(release.id)
    return previous ? readRelease(previous, organization, everywhere, services) : {}
  },
})

const listReleaseRepositories = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/repositories/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  response: Type.Array(ref(RepositorySchema)),
  summary: 'Repositories that the commits of a release are of',
  tags,
  async handler({ organization, project, params }, { storage }) {
    const release = await findReleaseOf({ organization, project }, params.version, storage.meta)
    return (await storage.meta.listRepositoriesOfRelease(release.id)).map(serializeRepository)
  },
})

const FilesQuery = Type.Object({
  query: Type.Optional(Type.Array(Type.String())),
  checksum: Type.Optional(Type.Array(Type.String())),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
})

/** No release has files while there is no upload: an empty list is the truth. */
const listFiles = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/files/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: FilesQuery,
  response: Type.Array(ReleaseFileSchema),
  summary: 'Files of a release',
  tags,
  async handler({ organization, params, query, page }, { storage }) {
    await findReleaseOf({ organization, project: null }, params.version, storage.meta)
    return page({ rows: [], first: null, last: null, hasPrevious: false, hasNext: false }, readCursor(query.cursor))
  },
})

const listProjectFiles = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/releases/{version}/files/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: FilesQuery,
  response: Type.Array(ReleaseFileSchema),
  summary: "Files of a project's release",
  tags,
  async handler({ organization, project, params, query, page }, { storage }) {
    await findReleaseOf({ organization, project }, params.version, storage.meta)
    return page({ rows: [], first: null, last: null, hasPrevious: false, hasNext: false }, readCursor(query.cursor))
  },
})

export const releaseCommitRoutes = [
  listCommits,
  listProjectCommits,
  listCommitFiles,
  readPrevious,
  listReleaseRepositories,
  listFiles,
  listProjectFiles,
]
