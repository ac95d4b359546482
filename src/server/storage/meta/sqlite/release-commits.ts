import {
  type Commit,
  type CommitFile,
  type NewCommit,
  type ReleaseRef,
  type ReleaseStore,
  commitFileTypes,
} from '../ports/releases.ts'
import type { Database, Row } from '../../sqlite/database.ts'
import { integer, oneOf, text, textOrNull } from '../../sqlite/rows.ts'
import { commitColumns, readCommit } from './commit-rows.ts'
import { listPage } from './list-page.ts'
import { readRelease } from './release-rows.ts'
import { openRepository } from './repositories.ts'

type CommitMethods =
  | 'setReleaseCommits'
  | 'setReleaseRefs'
  | 'listReleaseRefs'
  | 'listReleaseCommits'
  | 'listCommitFiles'
  | 'countCommitFiles'
  | 'listReleasesOfCommits'

/** Commits of releases: what was changed, by whom, in which files. */
export function releaseCommitStore(database: Database): Pick<ReleaseStore, CommitMethods> {
  return {
    setReleaseCommits: async (releaseId, commits, at) => {
      return database.write(() => setCommits(database, releaseId, commits, at))
    },
    setReleaseRefs: async (releaseId, refs, options) => {
      return database.write(() => setRefs(database, releaseId, refs, options))
    },
    async listReleaseRefs(releaseId) {
      const rows = database.all(
        `SELECT repositories.name AS repository, sha, previous_sha FROM release_refs
           JOIN repositories ON repositories.id = release_refs.repository_id JOIN commits ON commits.id = commit_id
         WHERE release_id = ? ORDER BY repositories.name`,
        releaseId,
      )
      return rows.map((row) => ({
        repository: text(row, 'repository'),
        commit: text(row, 'sha'),
        previousCommit: textOrNull(row, 'previous_sha'),
      }))
    },
    async listReleaseCommits(query) {
      return listPage(database, query, {
        select: `SELECT place, ${commitColumns} FROM release_commits
                   JOIN commits ON commits.id = release_commits.commit_id LEFT JOIN commit_authors ON commit_authors.id = author_id
                 WHERE release_id = ?1 AND (?2 IS NULL OR repository_id = ?2)`,
        values: [query.releaseId, query.repositoryId],
        value: 'place',
        id: 'commits.id',
        order: 'ASC',
        read: (row) => ({
          point: { value: integer(row, 'place'), id: integer(row, 'commit_id') },
          commit: readCommit(row),
        }),
      })
    },
    async listCommitFiles(query) {
      return listPage(database, query, {
        select: `SELECT commit_files.id AS file_id, path, type, ${commitColumns} FROM commit_files
                   JOIN commits ON commits.id = commit_files.commit_id LEFT JOIN commit_authors ON commit_authors.id = author_id
                 WHERE commit_files.commit_id IN (SELECT commit_id FROM release_commits WHERE release_id = ?)`,
        values: [query.releaseId],
        value: null,
        id: 'commit_files.id',
        order: 'ASC',
        read: readCommitFile,
      })
    },
    async countCommitFiles(releaseId) {
      const row = database.get(
        `SELECT count(DISTINCT path) AS count FROM commit_files
         WHERE commit_id IN (SELECT commit_id FROM release_commits WHERE release_id = ?)`,
        releaseId,
      )
      return row ? integer(row, 'count') : 0
    },
    async listReleasesOfCommits(commitIds) {
      const rows = database.all(
        `SELECT release_commits.commit_id, releases.* FROM release_commits JOIN releases ON releases.id = release_id
         WHERE commit_id IN (SELECT value FROM json_each(?)) ORDER BY dated_at DESC, releases.id DESC`,
        JSON.stringify(commitIds),
      )
      const byCommit = Map.groupBy(rows, (row) => integer(row, 'commit_id'))
      return commitIds.map((commitId) => ({ commitId, releases: (byCommit.get(commitId) ?? []).map(readRelease) }))
    },
  }
}

function setCommits(database: Database, releaseId: number, commits: NewCommit[], at: number): Commit[] {
  const organizationId = organizationOf(database, releaseId)
  // Stable: commits of one moment, and those without a time, stay in the order in which they came.
  const newestFirst = commits.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
  const ids = newestFirst.map((commit) => saveCommit(database, organizationId, commit, at))
  return replaceCommits(database, releaseId, ids)
}

function setRefs(
  database: Database,
  releaseId: number,
  refs: ReleaseRef[],
  { asCommits, at }: { asCommits: boolean; at: number },
): Commit[] {
  const organizationId = organizationOf(database, releaseId)
  database.run('DELETE FROM release_refs WHERE release_id = ?', releaseId)
  const ids: number[] = []
  for (const { repository, commit: sha, previousCommit } of refs) {
    const commit = { sha, repository, message: null, author: null, createdAt: null, files: null }
    const commitId = saveCommit(database, organizationId, commit, at)
    ids.push(commitId)
    database.run(
      `INSERT INTO release_refs (release_id, repository_id, commit_id, previous_sha)
       SELECT ?1, repository_id, ?2, ?3 FROM commits WHERE id = ?2
       ON CONFLICT DO UPDATE SET commit_id = excluded.commit_id, previous_sha = excluded.previous_sha`,
      releaseId,
      commitId,
      previousCommit,
    )
  }
  const commits = listCommits(database, releaseId)
  return asCommits ? replaceCommits(database, releaseId, withHeads(commits, readCommits(database, ids))) : commits
}

/** What is told of a repository's commits up to its head stays; of another head it is not known how it came about. */
function withHeads(commits: Commit[], heads: Commit[]): number[] {
  if (heads.length === 0) return []
  const known = new Set(commits.map(({ id }) => id))
  const unknown = heads.filter(({ id }) => !known.has(id))
  const replaced = new Set(unknown.map(({ repositoryId }) => repositoryId))
  const kept = commits.filter(({ repositoryId }) => !replaced.has(repositoryId))
  return [...unknown, ...kept].map(({ id }) => id)
}

function organizationOf(database: Database, releaseId: number): number {
  const release = database.get('SELECT organization_id FROM releases WHERE id = ?', releaseId)
  if (!release) throw new Error(`release ${releaseId} does not exist`)
  return integer(release, 'organization_id')
}

/** The id of the commit, with what is told of it now in place of what was told before. */
function saveCommit(database: Database, organizationId: number, commit: NewCommit, at: number): number {
  const { sha, repository, message, author, createdAt, files } = commit
  const repositoryId = openRepository(database, organizationId, repository, at)
  const authorId = author && saveAuthor(database, organizationId, author)
  const known = database.get('SELECT id FROM commits WHERE repository_id = ? AND sha = ?', repositoryId, sha)
  if (known) {
    const id = integer(known, 'id')
    database.run(
      `UPDATE commits SET message = coalesce(?, message), author_id = coalesce(?, author_id),
         created_at = coalesce(?, created_at) WHERE id = ?`,
      message,
      authorId,
      createdAt,
      id,
    )
    if (files) replaceFiles(database, id, files)
    return id
  }
  const { lastInsertRowid: id } = database.run(
    'INSERT INTO commits (repository_id, sha, message, author_id, created_at) VALUES (?, ?, ?, ?, ?)',
    repositoryId,
    sha,
    message,
    authorId,
    createdAt ?? at,
  )
  if (files) replaceFiles(database, id, files)
  return id
}

function saveAuthor(
  database: Database,
  organizationId: number,
  author: { name: string | null; email: string },
): number {
  const row = database.get(
    `INSERT INTO commit_authors (organization_id, email, name) VALUES (?, ?, ?)
     ON CONFLICT (organization_id, email) DO UPDATE SET name = coalesce(excluded.name, name) RETURNING id`,
    organizationId,
    author.email,
    author.name,
  )
  if (!row) throw new Error('an author was not saved')
  return integer(row, 'id')
}

function replaceFiles(database: Database, commitId: number, files: NonNullable<NewCommit['files']>): void {
  database.run('DELETE FROM commit_files WHERE commit_id = ?', commitId)
  for (const { path, type } of files) {
    database.run('INSERT INTO commit_files (commit_id, path, type) VALUES (?, ?, ?)', commitId, path, type)
  }
}

function replaceCommits(database: Database, releaseId: number, commitIds: number[]): Commit[] {
  const unique = [...new Set(commitIds)]
  database.run('DELETE FROM release_commits WHERE release_id = ?', releaseId)
  for (const [place, commitId] of unique.entries()) {
    database.run('INSERT INTO release_commits VALUES (?, ?, ?)', releaseId, place, commitId)
  }
  database.run('UPDATE releases SET commit_count = ? WHERE id = ?', unique.length, releaseId)
  return listCommits(database, releaseId)
}

function listCommits(database: Database, releaseId: number): Commit[] {
  const rows = database.all(
    `SELECT ${commitColumns} FROM release_commits JOIN commits ON commits.id = release_commits.commit_id
       LEFT JOIN commit_authors ON commit_authors.id = author_id
     WHERE release_id = ? ORDER BY place`,
    releaseId,
  )
  return rows.map(readCommit)
}

function readCommits(database: Database, ids: number[]): Commit[] {
  const rows = database.all(
    `SELECT ${commitColumns} FROM commits LEFT JOIN commit_authors ON commit_authors.id = author_id
     WHERE commits.id IN (SELECT value FROM json_each(?)) ORDER BY commits.id`,
    JSON.stringify(ids),
  )
  return rows.map(readCommit)
}

function readCommitFile(row: Row): CommitFile {
  return {
    id: integer(row, 'file_id'),
    path: text(row, 'path'),
    type: oneOf(commitFileTypes, row, 'type'),
    commit: readCommit(row),
  }
}
