import { describeRelease } from '../../protocol/release-info.ts'
import { LapwingError } from '../errors.ts'
import { readCursor } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { DateTime, isoTime } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import { findReleaseOf } from './find.ts'
import { healthKey, listWithSessions } from './health/figures.ts'
import { dateOf, findReleasePage, releaseListQuery } from './list.ts'
import { ReleaseMetaSchema } from './schema.ts'
import { serializeReleaseProjects } from './serialize.ts'

const tags = ['Releases']

const readMeta = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/{version}/meta/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  response: ReleaseMetaSchema,
  summary: 'Counts of a release over all its projects',
  tags,
  async handler({ organization, params }, { storage }) {
    const { meta, sessions } = storage
    const release = await findReleaseOf({ organization, project: null }, params.version, meta)
    const [[figures], projects, commitFilesChanged] = await Promise.all([
      meta.describeReleases([release.id], { projectIds: null, environments: null }),
      meta.listProjects(organization.id),
      meta.countCommitFiles(release.id),
    ])
    if (!figures) throw new LapwingError('not_found')
    const { version } = release
    const projectIds = figures.projects.map(({ projectId }) => projectId)
    const withSessions = await listWithSessions({ projectIds, versions: [version] }, sessions)
    const byId = new Map(projects.map((project) => [project.id, project]))
    const shown = serializeReleaseProjects(figures, byId, (projectId) => {
      return { hasHealthData: withSessions.has(healthKey(projectId, version)) }
    })
    return {
      version: release.version,
      versionInfo: describeRelease(release.version),
      projects: shown,
      newGroups: shown.reduce((sum, { newGroups }) => sum + newGroups, 0),
      deployCount: figures.deployCount,
      commitCount: release.commitCount,
      commitFilesChanged,
      released: isoTime(dateOf(release)),
      releaseFileCount: 0,
      isArtifactBundle: false,
    }
  },
})

const listDates = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/releases/stats/',
  permission: ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'],
  query: Type.Object({
    ...releaseListQuery,
    project: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  }),
  response: Type.Array(Type.Object({ version: Type.String(), date: DateTime })),
  summary: 'Versions and dates of releases, for marks in charts',
  tags,
  async handler({ organization, query, page }, services) {
    const cursor = readCursor(query.cursor)
    const projects = await readScopeProjects(organization.id, query.project, services.storage.meta)
    const rows = page(await findReleasePage({ organization, projects, query, cursor }, services, 100), cursor)
    return rows.map(({ release }) => ({ version: release.version, date: isoTime(dateOf(release)) }))
  },
})

export const releaseStatsRoutes = [listDates, readMeta]
