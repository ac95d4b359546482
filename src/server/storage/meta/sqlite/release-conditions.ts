import type { ReleaseSearch } from '../ports/releases.ts'
import type { Value } from '../../sqlite/database.ts'

type Scope = Pick<ReleaseSearch, 'organizationId' | 'projectIds' | 'environments' | 'status' | 'from' | 'to'>

/** What a search asks of `releases r` beside its name, as parts of a WHERE clause. */
export function releaseConditions(search: Scope): { sql: string[]; values: Value[] } {
  const { organizationId, projectIds, environments, status, from, to } = search
  const sql = ['r.organization_id = ?']
  const values: Value[] = [organizationId]
  const add = (condition: string, ...given: Value[]) => {
    sql.push(condition)
    values.push(...given)
  }
  if (projectIds && !environments) {
    const projects = 'SELECT value FROM json_each(?)'
    add(
      `EXISTS (SELECT 1 FROM release_projects WHERE release_id = r.id AND project_id IN (${projects}))`,
      JSON.stringify(projectIds),
    )
  }
  if (environments) {
    add(
      `EXISTS (SELECT 1 FROM release_environments WHERE release_id = r.id
         AND environment IN (SELECT value FROM json_each(?))
         ${projectIds ? 'AND project_id IN (SELECT value FROM json_each(?))' : ''})`,
      JSON.stringify(environments),
      ...(projectIds ? [JSON.stringify(projectIds)] : []),
    )
  }
  if (status) add('r.status = ?', status)
  if (from !== null) add('r.dated_at >= ?', from)
  if (to !== null) add('r.dated_at < ?', to)
  return { sql, values }
}
