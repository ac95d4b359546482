import type { Commit } from '../ports/releases.ts'
import type { Row } from '../../sqlite/database.ts'
import { integer, text, textOrNull } from '../../sqlite/rows.ts'

/** Columns of a commit with its author: `FROM commits LEFT JOIN commit_authors ON commit_authors.id = author_id`. */
export const commitColumns = `commits.id AS commit_id, repository_id, sha, message, commits.created_at AS committed_at,
  commit_authors.id AS author_id, email AS author_email, commit_authors.name AS author_name`

export function readCommit(row: Row): Commit {
  const author =
    row.author_id === null
      ? null
      : {
          id: integer(row, 'author_id'),
          name: textOrNull(row, 'author_name'),
          email: text(row, 'author_email'),
        }
  return {
    id: integer(row, 'commit_id'),
    repositoryId: integer(row, 'repository_id'),
    sha: text(row, 'sha'),
    message: textOrNull(row, 'message'),
    createdAt: integer(row, 'committed_at'),
    author,
  }
}
