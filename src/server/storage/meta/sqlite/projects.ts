import {
  autoAssignments,
  type LoaderOptions,
  type NewProjectKey,
  type Ownership,
  type Project,
  type ProjectKey,
  type ProjectStore,
} from '../ports/projects.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { fileJob } from './issue-jobs.ts'
import {
  flag,
  integer,
  integerOrNull,
  numericId,
  object,
  oneOf,
  patchColumns,
  text,
  textOrNull,
} from '../../sqlite/rows.ts'

/** Projects, their keys and environments. */
export function projectStore(database: Database): ProjectStore {
  return {
    ...plainProjectStore(database),
    ...keyStore(database),
    ...bookmarkStore(database),
    ...ownershipStore(database),
  }
}

type KeyMethods = 'findKey' | 'listKeys' | 'createKey' | 'updateKey' | 'deleteKey'

type BookmarkMethods = 'listBookmarkedProjects' | 'bookmarkProject'
type OwnershipMethods = 'findOwnership' | 'saveOwnership'

function plainProjectStore(database: Database): Omit<ProjectStore, KeyMethods | BookmarkMethods | OwnershipMethods> {
  return {
    async createProject({ organizationId, slug, name, platform, createdAt, settings, teamId, key }) {
      return database.write(() => {
        const { changes, lastInsertRowid } = database.run(
          `INSERT INTO projects (organization_id, slug, name, platform, created_at, settings) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (organization_id, slug) DO NOTHING`,
          organizationId,
          slug,
          name,
          platform,
          createdAt,
          JSON.stringify(settings),
        )
        if (changes === 0) return null
        const id = lastInsertRowid
        if (teamId !== null) database.run('INSERT INTO project_teams VALUES (?, ?)', id, teamId)
        insertKey(database, { ...key, projectId: id, createdAt, rateLimit: null, useCase: 'user' })
        const isNew = { firstEventAt: null, hasSessions: false, hasReplays: false, settings, options: {} }
        return { id, organizationId, slug, name, platform, createdAt, ...isNew }
      })
    },
    async listProjects(organizationId) {
      const rows = database.all(
        'SELECT * FROM projects WHERE organization_id = ? AND deleted_at IS NULL ORDER BY slug',
        organizationId,
      )
      return rows.map(readProject)
    },
    async findProject(organizationId, idOrSlug) {
      const row =
        database.get(
          'SELECT * FROM projects WHERE organization_id = ? AND slug = ? AND deleted_at IS NULL',
          organizationId,
          idOrSlug,
        ) ??
        database.get(
          'SELECT * FROM projects WHERE organization_id = ? AND id = ? AND deleted_at IS NULL',
          organizationId,
          numericId(idOrSlug),
        )
      return row ? readProject(row) : null
    },
    async findProjectById(id) {
      const row = database.get('SELECT * FROM projects WHERE id = ? AND deleted_at IS NULL', id)
      return row ? readProject(row) : null
    },
    async updateProject(id, patch) {
      database.write(() => {
        const options = patch.options === undefined ? undefined : mergeOptions(database, id, patch.options)
        const columns = patchColumns({
          slug: patch.slug,
          name: patch.name,
          platform: patch.platform,
          settings: patch.settings === undefined ? undefined : JSON.stringify(patch.settings),
          options,
        })
        if (columns) database.run(`UPDATE projects SET ${columns.set} WHERE id = ?`, ...columns.values, id)
      })
    },
    async deleteProject(id, at) {
      return database.write(() => {
        // No slug that anybody can give has a tilde.
        const { changes } = database.run(
          `UPDATE projects SET deleted_at = ?, slug = '~' || id WHERE id = ? AND deleted_at IS NULL`,
          at,
          id,
        )
        if (changes === 0) return false
        for (const table of ['project_keys', 'project_teams', 'project_bookmarks', 'alert_rule_projects']) {
          database.run(`DELETE FROM ${table} WHERE project_id = ?`, id)
        }
        fileJob(database, { kind: 'deleteProject', projectId: id }, at)
        return true
      })
    },
    async purgeProject(id, limit) {
      return database.write(() => {
        const deleted = database.get('SELECT 1 FROM projects WHERE id = ? AND deleted_at IS NOT NULL', id)
        if (!deleted) return true
        const { changes } = database.run(
          'DELETE FROM issues WHERE id IN (SELECT id FROM issues WHERE project_id = ? LIMIT ?)',
          id,
          limit,
        )
        if (changes > 0) return false
        database.run('DELETE FROM outcomes WHERE project_id = ?', id)
        database.run('DELETE FROM projects WHERE id = ?', id)
        return true
      })
    },
    async listReportedProjects(projectIds) {
      const rows = database.all(
        `SELECT value AS id FROM json_each(?) WHERE EXISTS (SELECT 1 FROM user_reports WHERE project_id = value)`,
        JSON.stringify(projectIds),
      )
      return rows.map((row) => integer(row, 'id'))
    },
    async listResolveAges() {
      const rows = database.all(
        `SELECT id, options ->> 'resolveAge' AS hours FROM projects WHERE options ->> 'resolveAge' > 0 AND deleted_at IS NULL`,
      )
      return rows.map((row) => ({ projectId: integer(row, 'id'), hours: integer(row, 'hours') }))
    },
  }
}

function keyStore(database: Database): Pick<ProjectStore, KeyMethods> {
  return {
    async findKey(publicKey) {
      const row = database.get('SELECT * FROM project_keys WHERE public_key = ?', publicKey)
      return row ? readKey(row) : null
    },
    async listKeys(projectId) {
      return database.all('SELECT * FROM project_keys WHERE project_id = ? ORDER BY id', projectId).map(readKey)
    },
    async createKey(row) {
      const { rateLimit = null, useCase = 'user' } = row
      insertKey(database, { ...row, rateLimit, useCase })
      return {
        ...row,
        rateLimit,
        useCase,
        isActive: true,
        browserSdkVersion: 'latest',
        loaderOptions: { ...noLoaderOptions },
      }
    },
    async updateKey(publicKey, patch) {
      const { label, isActive, rateLimit, browserSdkVersion, loaderOptions } = patch
      const columns = patchColumns({
        label,
        is_active: isActive === undefined ? undefined : Number(isActive),
        rate_limit_window: rateLimit === undefined ? undefined : (rateLimit?.window ?? null),
        rate_limit_count: rateLimit === undefined ? undefined : (rateLimit?.count ?? null),
        browser_sdk_version: browserSdkVersion,
        loader_options: loaderOptions === undefined ? undefined : JSON.stringify(loaderOptions),
      })
      if (columns)
        database.run(`UPDATE project_keys SET ${columns.set} WHERE public_key = ?`, ...columns.values, publicKey)
    },
    async deleteKey(publicKey) {
      database.run('DELETE FROM project_keys WHERE public_key = ?', publicKey)
    },
  }
}

function bookmarkStore(database: Database): Pick<ProjectStore, BookmarkMethods> {
  return {
    async listBookmarkedProjects(userId) {
      const rows = database.all(
        'SELECT project_id FROM project_bookmarks WHERE user_id = ? ORDER BY project_id',
        userId,
      )
      return rows.map((row) => integer(row, 'project_id'))
    },
    async bookmarkProject(projectId, userId, isBookmarked) {
      const change = isBookmarked
        ? 'INSERT INTO project_bookmarks (project_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING'
        : 'DELETE FROM project_bookmarks WHERE project_id = ? AND user_id = ?'
      database.run(change, projectId, userId)
    },
  }
}

function ownershipStore(database: Database): Pick<ProjectStore, OwnershipMethods> {
  function find(projectId: number): Ownership | null {
    const row = database.get('SELECT * FROM project_ownership WHERE project_id = ?', projectId)
    if (!row) return null
    return {
      raw: text(row, 'raw'),
      fallthrough: flag(row, 'fallthrough'),
      autoAssignment: oneOf(autoAssignments, row, 'auto_assignment'),
      codeownersAutoSync: flag(row, 'codeowners_auto_sync'),
      createdAt: integer(row, 'created_at'),
      updatedAt: integer(row, 'updated_at'),
    }
  }
  return {
    findOwnership: async (projectId) => find(projectId),
    async saveOwnership(projectId, row, at) {
      return database.write(() => {
        database.run(
          `INSERT INTO project_ownership VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET raw = excluded.raw,
             fallthrough = excluded.fallthrough, auto_assignment = excluded.auto_assignment,
             codeowners_auto_sync = excluded.codeowners_auto_sync, updated_at = excluded.updated_at`,
          projectId,
          row.raw,
          Number(row.fallthrough),
          row.autoAssignment,
          Number(row.codeownersAutoSync),
          at,
          at,
        )
        const saved = find(projectId)
        if (!saved) throw new Error('ownership rules were not stored')
        return saved
      })
    },
  }
}

const noLoaderOptions: LoaderOptions = {
  hasReplay: false,
  hasPerformance: false,
  hasDebug: false,
  hasFeedback: false,
  hasLogsAndMetrics: false,
}

function insertKey(database: Database, key: Required<NewProjectKey>): void {
  database.run(
    `INSERT INTO project_keys (public_key, secret_key, project_id, label, is_active, created_at, rate_limit_window, rate_limit_count, use_case)
     VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)`,
    key.publicKey,
    key.secretKey,
    key.projectId,
    key.label,
    key.createdAt,
    key.rateLimit?.window ?? null,
    key.rateLimit?.count ?? null,
    key.useCase,
  )
}

function mergeOptions(database: Database, id: number, patch: Project['options']): string | undefined {
  const row = database.get('SELECT options FROM projects WHERE id = ?', id)
  return row ? JSON.stringify({ ...object(row, 'options'), ...patch }) : undefined
}

function readProject(row: Row): Project {
  const settings: Project['settings'] = JSON.parse(text(row, 'settings'))
  const options: Project['options'] = JSON.parse(text(row, 'options'))
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    slug: text(row, 'slug'),
    name: text(row, 'name'),
    platform: textOrNull(row, 'platform'),
    createdAt: integer(row, 'created_at'),
    firstEventAt: integerOrNull(row, 'first_event_at'),
    hasSessions: flag(row, 'has_sessions'),
    hasReplays: flag(row, 'has_replays'),
    settings,
    options,
  }
}

function readKey(row: Row): ProjectKey {
  const loaderOptions: Partial<LoaderOptions> = JSON.parse(text(row, 'loader_options'))
  const window = integerOrNull(row, 'rate_limit_window')
  const count = integerOrNull(row, 'rate_limit_count')
  return {
    publicKey: text(row, 'public_key'),
    secretKey: text(row, 'secret_key'),
    projectId: integer(row, 'project_id'),
    label: text(row, 'label'),
    isActive: flag(row, 'is_active'),
    rateLimit: window === null || count === null ? null : { window, count },
    createdAt: integer(row, 'created_at'),
    browserSdkVersion: text(row, 'browser_sdk_version'),
    loaderOptions: { ...noLoaderOptions, ...loaderOptions },
    useCase: text(row, 'use_case'),
  }
}
