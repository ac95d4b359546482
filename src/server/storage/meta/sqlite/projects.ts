import type { Project, ProjectKey, ProjectStore } from '../port.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { flag, integer, integerOrNull, numericId, patchColumns, text, textOrNull } from '../../sqlite/rows.ts'

/** Projects, their keys and environments. */
export function projectStore(database: Database): ProjectStore {
  return { ...plainProjectStore(database), ...keyStore(database) }
}

type KeyMethods = 'findKey' | 'listKeys' | 'createKey' | 'updateKey' | 'deleteKey'

function plainProjectStore(database: Database): Omit<ProjectStore, KeyMethods> {
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
        insertKey(database, { ...key, projectId: id, createdAt })
        return { id, organizationId, slug, name, platform, createdAt, firstEventAt: null, settings }
      })
    },
    async listProjects(organizationId) {
      const rows = database.all('SELECT * FROM projects WHERE organization_id = ? ORDER BY slug', organizationId)
      return rows.map(readProject)
    },
    async findProject(organizationId, idOrSlug) {
      const row =
        database.get('SELECT * FROM projects WHERE organization_id = ? AND slug = ?', organizationId, idOrSlug) ??
        database.get('SELECT * FROM projects WHERE organization_id = ? AND id = ?', organizationId, numericId(idOrSlug))
      return row ? readProject(row) : null
    },
    async findProjectById(id) {
      const row = database.get('SELECT * FROM projects WHERE id = ?', id)
      return row ? readProject(row) : null
    },
    async updateProject(id, patch) {
      const columns = patchColumns({
        slug: patch.slug,
        name: patch.name,
        platform: patch.platform,
        settings: patch.settings === undefined ? undefined : JSON.stringify(patch.settings),
      })
      if (columns) database.run(`UPDATE projects SET ${columns.set} WHERE id = ?`, ...columns.values, id)
    },
    async deleteProject(id) {
      database.run('DELETE FROM projects WHERE id = ?', id)
    },
    async listEnvironments(projectIds) {
      const rows = database.all(
        'SELECT * FROM environments WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY name, project_id',
        JSON.stringify(projectIds),
      )
      return rows.map((row) => ({ projectId: integer(row, 'project_id'), name: text(row, 'name') }))
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
      insertKey(database, row)
      return { ...row, isActive: true, rateLimit: null }
    },
    async updateKey(publicKey, patch) {
      const { label, isActive, rateLimit } = patch
      const columns = patchColumns({
        label,
        is_active: isActive === undefined ? undefined : Number(isActive),
        rate_limit_window: rateLimit === undefined ? undefined : (rateLimit?.window ?? null),
        rate_limit_count: rateLimit === undefined ? undefined : (rateLimit?.count ?? null),
      })
      if (columns)
        database.run(`UPDATE project_keys SET ${columns.set} WHERE public_key = ?`, ...columns.values, publicKey)
    },
    async deleteKey(publicKey) {
      database.run('DELETE FROM project_keys WHERE public_key = ?', publicKey)
    },
  }
}

function insertKey(database: Database, key: Omit<ProjectKey, 'rateLimit' | 'isActive'>): void {
  database.run(
    `INSERT INTO project_keys (public_key, secret_key, project_id, label, is_active, created_at)
     VALUES (?, ?, ?, ?, 1, ?)`,
    key.publicKey,
    key.secretKey,
    key.projectId,
    key.label,
    key.createdAt,
  )
}

function readProject(row: Row): Project {
  const settings: Project['settings'] = JSON.parse(text(row, 'settings'))
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    slug: text(row, 'slug'),
    name: text(row, 'name'),
    platform: textOrNull(row, 'platform'),
    createdAt: integer(row, 'created_at'),
    firstEventAt: integerOrNull(row, 'first_event_at'),
    settings,
  }
}

function readKey(row: Row): ProjectKey {
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
  }
}
