import type { Assignment, Occurrence, SessionSighting } from '../ports/issues.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import { addToProject, insertRelease } from './release-rows.ts'

/** What a batch brought of a release in one environment of one project. */
interface Sighting {
  projectId: number
  version: string
  /** '' for none. */
  environment: string
  /** Of the oldest event or session. */
  at: number
  /** Of events; null when there are sessions only. */
  firstSeen: number | null
  lastSeen: number | null
  newIssues: number
}

/**
 * Counts a batch's events in their releases, and creates those that are named for the first time, dated by the oldest of these events and
 * sessions. Within the transaction of `recordBatch`, after its issues are written: a new release settles resolutions.
 */
export function rememberReleases(
  database: Database,
  occurrences: Occurrence[],
  assignments: (Assignment | null)[],
  sessions: SessionSighting[],
): void {
  const releaseIds = new Map<string, number>()
  for (const sighting of sightingsOf(occurrences, assignments, sessions)) {
    const key = `${sighting.projectId}:${sighting.version}`
    const known = releaseIds.get(key)
    const releaseId = known ?? openRelease(database, sighting)
    if (known === undefined) releaseIds.set(key, releaseId)
    countSighting(database, releaseId, sighting)
  }
}

/** One a release, project and environment; of a release's, the one with the oldest event or session first, so that it dates the release. */
function sightingsOf(
  occurrences: Occurrence[],
  assignments: (Assignment | null)[],
  sessions: SessionSighting[],
): Sighting[] {
  const sightings = new Map<string, Sighting>()
  function see(projectId: number, version: string, environment: string, at: number): Sighting {
    // Neither holds a line break.
    const key = `${projectId}\n${environment}\n${version}`
    let sighting = sightings.get(key)
    if (!sighting) {
      sighting = { projectId, version, environment, at, firstSeen: null, lastSeen: null, newIssues: 0 }
      sightings.set(key, sighting)
    }
    sighting.at = Math.min(sighting.at, at)
    return sighting
  }

  for (const [index, { projectId, release, environment, timestamp }] of occurrences.entries()) {
    const assignment = assignments[index]
    if (!assignment || release === null) continue
    const sighting = see(projectId, release, environment ?? '', timestamp)
    sighting.firstSeen = Math.min(sighting.firstSeen ?? timestamp, timestamp)
    sighting.lastSeen = Math.max(sighting.lastSeen ?? timestamp, timestamp)
    if (assignment.isNew) sighting.newIssues += 1
  }
  for (const { projectId, release, environment, firstStarted } of sessions) {
    if (release !== '') see(projectId, release, environment, firstStarted)
  }
  return [...sightings.values()].toSorted((a, b) => a.at - b.at)
}

function openRelease(database: Database, { projectId, version, at }: Sighting): number {
  const known = database.get(
    `SELECT releases.id FROM projects JOIN releases ON releases.organization_id = projects.organization_id
       JOIN release_projects ON release_projects.release_id = releases.id AND release_projects.project_id = projects.id
     WHERE projects.id = ? AND releases.version = ?`,
    projectId,
    version,
  )
  if (known) return integer(known, 'id')
  const project = database.get('SELECT organization_id FROM projects WHERE id = ?', projectId)
  if (!project) throw new Error(`events or sessions were recorded in project ${projectId}, which does not exist`)
  const { id } = insertRelease(database, {
    organizationId: integer(project, 'organization_id'),
    version,
    ref: null,
    url: null,
    createdAt: at,
    startedAt: null,
    releasedAt: null,
    ownerUserId: null,
    status: null,
    userAgent: null,
  })
  addToProject(database, { releaseId: id, projectId, version, at })
  return id
}

function countSighting(database: Database, releaseId: number, sighting: Sighting): void {
  const { projectId, environment, firstSeen, lastSeen, newIssues } = sighting
  database.run(
    `INSERT INTO release_environments VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       first_seen = coalesce(min(first_seen, excluded.first_seen), first_seen, excluded.first_seen),
       last_seen = coalesce(max(last_seen, excluded.last_seen), last_seen, excluded.last_seen),
       new_issues = new_issues + excluded.new_issues`,
    releaseId,
    projectId,
    environment,
    firstSeen,
    lastSeen,
    newIssues,
  )
}
