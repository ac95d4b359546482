import type { CommitAuthor, ReleaseFigures, ReleaseProject } from '../ports/releases.ts'
import type { Database } from '../../sqlite/database.ts'
import { integer, integerOrNull, text, textOrNull } from '../../sqlite/rows.ts'
import { commitColumns, readCommit } from './commit-rows.ts'
import { readDeploy } from './deploys.ts'

interface Scope {
  projectIds: number[] | null
  environments: string[] | null
}

/** See `ReleaseStore.describeReleases`; one snapshot is the caller's. */
export function describeReleases(database: Database, releaseIds: number[], scope: Scope): ReleaseFigures[] {
  const ids = JSON.stringify(releaseIds)
  const projects = listProjects(database, ids, scope)
  const authors = listAuthors(database, ids)
  return releaseIds.map((releaseId) => {
    const deploys = database.get('SELECT count(*) AS count FROM deploys WHERE release_id = ?', releaseId)
    const deploy = database.get(
      'SELECT * FROM deploys WHERE release_id = ? ORDER BY finished_at DESC, id DESC LIMIT 1',
      releaseId,
    )
    const commit = database.get(
      `SELECT ${commitColumns} FROM release_commits JOIN commits ON commits.id = release_commits.commit_id
         LEFT JOIN commit_authors ON commit_authors.id = author_id
       WHERE release_id = ? ORDER BY place LIMIT 1`,
      releaseId,
    )
    return {
      releaseId,
      projects: projects.get(releaseId) ?? [],
      deployCount: deploys ? integer(deploys, 'count') : 0,
      lastDeploy: deploy ? readDeploy(deploy) : null,
      lastCommit: commit ? readCommit(commit) : null,
      authors: authors.get(releaseId) ?? [],
    }
  })
}

function listProjects(
  database: Database,
  ids: string,
  { projectIds, environments }: Scope,
): Map<number, ReleaseProject[]> {
  const rows = database.all(
    `SELECT p.release_id, p.project_id, p.added_at, min(e.first_seen) AS first_seen, max(e.last_seen) AS last_seen,
       coalesce(sum(e.new_issues), 0) AS new_issues
     FROM release_projects p
       LEFT JOIN release_environments e ON e.release_id = p.release_id AND e.project_id = p.project_id
         AND (?3 IS NULL OR e.environment IN (SELECT value FROM json_each(?3)))
     WHERE p.release_id IN (SELECT value FROM json_each(?1))
       AND (?2 IS NULL OR p.project_id IN (SELECT value FROM json_each(?2)))
     GROUP BY p.release_id, p.project_id ORDER BY p.project_id`,
    ids,
    projectIds && JSON.stringify(projectIds),
    environments && JSON.stringify(environments),
  )
  const projects = new Map<number, ReleaseProject[]>()
  for (const row of rows) {
    add(projects, integer(row, 'release_id'), {
      projectId: integer(row, 'project_id'),
      addedAt: integer(row, 'added_at'),
      firstSeen: integerOrNull(row, 'first_seen'),
      lastSeen: integerOrNull(row, 'last_seen'),
      newIssues: integer(row, 'new_issues'),
    })
  }
  return projects
}

function listAuthors(database: Database, ids: string): Map<number, CommitAuthor[]> {
  const rows = database.all(
    `SELECT DISTINCT release_id, commit_authors.id, commit_authors.name, email FROM release_commits
       JOIN commits ON commits.id = commit_id JOIN commit_authors ON commit_authors.id = author_id
     WHERE release_id IN (SELECT value FROM json_each(?)) ORDER BY commit_authors.id`,
    ids,
  )
  const authors = new Map<number, CommitAuthor[]>()
  for (const row of rows) {
    const author = { id: integer(row, 'id'), name: textOrNull(row, 'name'), email: text(row, 'email') }
    add(authors, integer(row, 'release_id'), author)
  }
  return authors
}

function add<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
