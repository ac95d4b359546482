import type { Deploy, ReleaseStore } from '../ports/releases.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, integerOrNull, text, textOrNull } from '../../sqlite/rows.ts'
import { addEnvironment } from './environments.ts'
import { listPage } from './list-page.ts'
import { addToProject } from './release-rows.ts'

/** Where releases were brought to. */
export function deployStore(database: Database): Pick<ReleaseStore, 'createDeploy' | 'listDeploys'> {
  return {
    createDeploy: async (row) => database.write(() => createDeploy(database, row)),
    async listDeploys(query) {
      return listPage(database, query, {
        select: 'SELECT * FROM deploys WHERE release_id = ?',
        values: [query.releaseId],
        value: 'finished_at',
        id: 'id',
        order: 'DESC',
        read: readDeploy,
      })
    },
  }
}

function createDeploy(database: Database, row: Omit<Deploy, 'id'> & { projectIds: number[] }): Deploy {
  const { projectIds, ...deploy } = row
  const { lastInsertRowid: id } = database.run(
    'INSERT INTO deploys (release_id, environment, name, url, started_at, finished_at) VALUES (?, ?, ?, ?, ?, ?)',
    deploy.releaseId,
    deploy.environment,
    deploy.name,
    deploy.url,
    deploy.startedAt,
    deploy.finishedAt,
  )
  const release = database.get('SELECT version FROM releases WHERE id = ?', deploy.releaseId)
  if (!release) throw new Error(`release ${deploy.releaseId} does not exist`)
  for (const projectId of projectIds) {
    const version = text(release, 'version')
    addToProject(database, { releaseId: deploy.releaseId, projectId, version, at: deploy.finishedAt })
    addEnvironment(database, projectId, deploy.environment)
    database.run(
      'INSERT INTO release_environments VALUES (?, ?, ?, NULL, NULL, 0) ON CONFLICT DO NOTHING',
      deploy.releaseId,
      projectId,
      deploy.environment,
    )
  }
  return { id, ...deploy }
}

export function readDeploy(row: Row): Deploy {
  return {
    id: integer(row, 'id'),
    releaseId: integer(row, 'release_id'),
    environment: text(row, 'environment'),
    name: textOrNull(row, 'name'),
    url: textOrNull(row, 'url'),
    startedAt: integerOrNull(row, 'started_at'),
    finishedAt: integer(row, 'finished_at'),
  }
}
