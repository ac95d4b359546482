import type { EnvironmentStore } from '../ports/environments.ts'
import type { Database } from '../../sqlite/database.ts'
import { flag, integer, text } from '../../sqlite/rows.ts'

/** Environments of projects: events and deploys bring them, people hide them. */
export function environmentStore(database: Database): EnvironmentStore {
  return {
    async listEnvironments(projectIds) {
      const rows = database.all(
        'SELECT * FROM environments WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY name, project_id',
        JSON.stringify(projectIds),
      )
      return rows.map((row) => ({
        projectId: integer(row, 'project_id'),
        name: text(row, 'name'),
        isHidden: flag(row, 'is_hidden'),
      }))
    },
    async hideEnvironments(projectId, names, isHidden) {
      database.run(
        'UPDATE environments SET is_hidden = ? WHERE project_id = ? AND name IN (SELECT value FROM json_each(?))',
        Number(isHidden),
        projectId,
        JSON.stringify(names),
      )
    },
  }
}

/** Makes the environment one of the project's, within the caller's transaction. */
export function addEnvironment(database: Database, projectId: number, name: string): void {
  database.run('INSERT INTO environments (project_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING', projectId, name)
}
