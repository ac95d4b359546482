import { type Repository, type ReleaseStore, repositoryStatuses } from '../ports/releases.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import { commitColumns, readCommit } from './commit-rows.ts'
import { listPage } from './list-page.ts'

type RepositoryMethods =
  | 'createRepository'
  | 'listRepositories'
  | 'findRepositories'
  | 'listRepositoriesOfRelease'
  | 'listRepositoryCommits'

/** Repositories: named by people and by commits. */
export function repositoryStore(database: Database): Pick<ReleaseStore, RepositoryMethods> {
  return {
    async createRepository(row) {
      const { changes, lastInsertRowid } = insertRepository(database, row)
      return changes === 0 ? null : { ...row, id: lastInsertRowid, status: 'active' }
    },
    async listRepositories(organizationId) {
      const rows = database.all('SELECT * FROM repositories WHERE organization_id = ? ORDER BY name', organizationId)
      return rows.map(readRepository)
    },
    async findRepositories(ids) {
      const rows = database.all(
        'SELECT * FROM repositories WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id',
        JSON.stringify(ids),
      )
      return rows.map(readRepository)
    },
    async listRepositoriesOfRelease(releaseId) {
      const rows = database.all(
        `SELECT * FROM repositories WHERE id IN (
           SELECT repository_id FROM release_refs WHERE release_id = ?1
           UNION SELECT repository_id FROM release_commits JOIN commits ON commits.id = commit_id WHERE release_id = ?1)
         ORDER BY name`,
        releaseId,
      )
      return rows.map(readRepository)
    },
    async listRepositoryCommits(query) {
      return listPage(database, query, {
        select: `SELECT ${commitColumns} FROM commits LEFT JOIN commit_authors ON commit_authors.id = author_id
                 WHERE repository_id = ?`,
        values: [query.repositoryId],
        value: 'commits.created_at',
        id: 'commits.id',
        order: 'DESC',
        read: readCommit,
      })
    },
  }
}

function insertRepository(database: Database, row: Omit<Repository, 'id' | 'status'>) {
  return database.run(
    `INSERT INTO repositories (organization_id, name, url, provider, status, created_at) VALUES (?, ?, ?, ?, 'active', ?)
     ON CONFLICT (organization_id, name) DO NOTHING`,
    row.organizationId,
    row.name,
    row.url,
    row.provider,
    row.createdAt,
  )
}

/** The id of the repository of this name, made if there is none; within the caller's transaction. */
export function openRepository(database: Database, organizationId: number, name: string, at: number): number {
  const find = () =>
    database.get('SELECT id FROM repositories WHERE organization_id = ? AND name = ?', organizationId, name)
  const known = find()
  if (known) return integer(known, 'id')
  return insertRepository(database, { organizationId, name, url: null, provider: null, createdAt: at }).lastInsertRowid
}

function readRepository(row: Row): Repository {
  return {
    id: integer(row, 'id'),
    organizationId: integer(row, 'organization_id'),
    name: text(row, 'name'),
    url: textOrNull(row, 'url'),
    provider: textOrNull(row, 'provider'),
    status: oneOf(repositoryStatuses, row, 'status'),
    createdAt: integer(row, 'created_at'),
  }
}
