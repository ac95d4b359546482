import type { Organization, PeopleStore } from '../ports/people.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, numericId, patchColumns, text } from '../../sqlite/rows.ts'

type OrganizationStore = Pick<
  PeopleStore,
  'createOrganization' | 'listOrganizations' | 'findOrganization' | 'updateOrganization'
>

export function organizationStore(database: Database): OrganizationStore {
  return {
    async createOrganization({ slug, name, createdAt }) {
      const { lastInsertRowid } = database.run(
        'INSERT INTO organizations (slug, name, created_at) VALUES (?, ?, ?)',
        slug,
        name,
        createdAt,
      )
      return { id: lastInsertRowid, slug, name, createdAt }
    },
    async listOrganizations(userId) {
      const rows =
        userId === null
          ? database.all('SELECT * FROM organizations ORDER BY slug')
          : database.all(
              `SELECT organizations.* FROM memberships JOIN organizations ON organizations.id = organization_id
               WHERE user_id = ? ORDER BY slug`,
              userId,
            )
      return rows.map(readOrganization)
    },
    async findOrganization(idOrSlug) {
      const row =
        database.get('SELECT * FROM organizations WHERE slug = ?', idOrSlug) ??
        database.get('SELECT * FROM organizations WHERE id = ?', numericId(idOrSlug))
      return row ? readOrganization(row) : null
    },
    async updateOrganization(id, patch) {
      const columns = patchColumns({ slug: patch.slug, name: patch.name })
      if (columns) database.run(`UPDATE organizations SET ${columns.set} WHERE id = ?`, ...columns.values, id)
    },
  }
}

export function readOrganization(row: Row): Organization {
  return {
    id: integer(row, 'id'),
    slug: text(row, 'slug'),
    name: text(row, 'name'),
    createdAt: integer(row, 'created_at'),
  }
}
