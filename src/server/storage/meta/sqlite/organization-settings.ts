import type { OrganizationSettings, OrganizationStore } from '../ports/organizations.ts'
import type { Database } from '../../sqlite/database.ts'
import { text } from '../../sqlite/rows.ts'

/** Settings of organisations: a JSON object each. */
export function organizationSettingsStore(database: Database): OrganizationStore {
  function read(id: number): Partial<OrganizationSettings> | null {
    const row = database.get('SELECT settings FROM organizations WHERE id = ?', id)
    if (!row) return null
    const settings: Partial<OrganizationSettings> = JSON.parse(text(row, 'settings'))
    return settings
  }
  return {
    async findOrganizationSettings(organizationId) {
      return read(organizationId) ?? {}
    },
    async updateOrganizationSettings(organizationId, patch) {
      database.write(() => {
        const merged = JSON.stringify({ ...read(organizationId), ...patch })
        database.run('UPDATE organizations SET settings = ? WHERE id = ?', merged, organizationId)
      })
    },
  }
}
