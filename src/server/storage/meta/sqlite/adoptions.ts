import type { AdoptedRelease, AdoptionStage, AdoptionStore } from '../ports/adoptions.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer, integerOrNull, text } from '../../sqlite/rows.ts'

/** As many as other searches for releases by name give. */
const maxVersions = 10_000

/** Which releases are in use where, since when and until when. */
export function adoptionStore(database: Database): AdoptionStore {
  return {
    settleAdoptions: async (settlement) => database.write(() => settle(database, settlement)),
    async listAdoptions({ releaseIds, projectIds, environments }) {
      const rows = database.all(
        `SELECT e.release_id, e.project_id, e.environment, adopted_at, replaced_at
         FROM release_environments e LEFT JOIN release_adoptions a ON a.release_id = e.release_id
           AND a.project_id = e.project_id AND a.environment = e.environment
         WHERE e.release_id IN (SELECT value FROM json_each(?1))
           AND (?2 IS NULL OR e.project_id IN (SELECT value FROM json_each(?2)))
           AND (?3 IS NULL OR e.environment IN (SELECT value FROM json_each(?3)))
         ORDER BY e.release_id, e.project_id, adopted_at IS NULL, replaced_at IS NOT NULL, adopted_at DESC, e.environment`,
        JSON.stringify(releaseIds),
        projectIds && JSON.stringify(projectIds),
        environments && JSON.stringify(environments),
      )
      return rows.map((row) => ({
        releaseId: integer(row, 'release_id'),
        projectId: integer(row, 'project_id'),
        environment: text(row, 'environment'),
        adoptedAt: integerOrNull(row, 'adopted_at'),
        replacedAt: integerOrNull(row, 'replaced_at'),
      }))
    },
    async listAdoptionTimes({ projectIds, environments }) {
      const rows = database.all(
        `SELECT a.project_id, r.version, max(adopted_at) AS adopted_at
         FROM release_adoptions a JOIN releases r ON r.id = a.release_id
         WHERE a.project_id IN (SELECT value FROM json_each(?1))
           AND (?2 IS NULL OR a.environment IN (SELECT value FROM json_each(?2)))
         GROUP BY a.project_id, a.release_id ORDER BY a.project_id, a.release_id`,
        JSON.stringify(projectIds),
        environments && JSON.stringify(environments),
      )
      return rows.map((row) => ({
        projectId: integer(row, 'project_id'),
        version: text(row, 'version'),
        adoptedAt: integer(row, 'adopted_at'),
      }))
    },
    async listVersionsOfStages({ projectIds, environment, stages }) {
      if (stages.length === 0) return []
      const conditions = stages.map((stage) => conditionsOfStages[stage]).join(' OR ')
      const rows = database.all(
        `SELECT DISTINCT r.id, r.version, r.dated_at FROM release_projects p
           JOIN release_environments e ON e.release_id = p.release_id AND e.project_id = p.project_id AND e.environment = ?2
           JOIN releases r ON r.id = p.release_id
           LEFT JOIN release_adoptions a ON a.release_id = e.release_id AND a.project_id = e.project_id
             AND a.environment = e.environment
         WHERE p.project_id IN (SELECT value FROM json_each(?1)) AND (${conditions})
         ORDER BY r.dated_at DESC, r.id DESC LIMIT ${maxVersions}`,
        JSON.stringify(projectIds),
        environment,
      )
      return rows.map((row) => text(row, 'version'))
    },
  }
}

const conditionsOfStages: Record<AdoptionStage, string> = {
  low_adoption: 'adopted_at IS NULL',
  adopted: '(adopted_at IS NOT NULL AND replaced_at IS NULL)',
  replaced: 'replaced_at IS NOT NULL',
}

function settle(
  database: Database,
  { projectIds, adopted, at }: { projectIds: number[]; adopted: AdoptedRelease[]; at: number },
): number {
  let changed = 0
  const inUse = new Set<string>()
  for (const { projectId, version, environment } of adopted) {
    const release = database.get(
      `SELECT release_id FROM release_projects p JOIN releases r ON r.id = p.release_id
       WHERE p.project_id = ? AND r.version = ?
         AND r.organization_id = (SELECT organization_id FROM projects WHERE id = p.project_id)`,
      projectId,
      version,
    )
    if (!release) continue
    const releaseId = integer(release, 'release_id')
    inUse.add(keyOf(releaseId, projectId, environment))
    changed += adopt(database, { releaseId, projectId, environment, at })
  }
  const open = database.all(
    `SELECT release_id, project_id, environment FROM release_adoptions
     WHERE project_id IN (SELECT value FROM json_each(?)) AND replaced_at IS NULL`,
    JSON.stringify(projectIds),
  )
  for (const row of open) {
    const releaseId = integer(row, 'release_id')
    const projectId = integer(row, 'project_id')
    const environment = text(row, 'environment')
    if (inUse.has(keyOf(releaseId, projectId, environment))) continue
    changed += database.run(
      'UPDATE release_adoptions SET replaced_at = ? WHERE release_id = ? AND project_id = ? AND environment = ?',
      at,
      releaseId,
      projectId,
      environment,
    ).changes
  }
  return changed
}

function keyOf(releaseId: number, projectId: number, environment: string): string {
  return `${releaseId}:${projectId}:${environment}`
}

/** How many rows changed: none when it was in use before. */
function adopt(
  database: Database,
  place: { releaseId: number; projectId: number; environment: string; at: number },
): number {
  const { releaseId, projectId, environment, at } = place
  database.run(
    `INSERT INTO release_environments (release_id, project_id, environment, new_issues) VALUES (?, ?, ?, 0)
     ON CONFLICT DO NOTHING`,
    releaseId,
    projectId,
    environment,
  )
  return database.run(
    `INSERT INTO release_adoptions VALUES (?, ?, ?, ?, NULL)
     ON CONFLICT DO UPDATE SET replaced_at = NULL WHERE replaced_at IS NOT NULL`,
    releaseId,
    projectId,
    environment,
    at,
  ).changes
}
