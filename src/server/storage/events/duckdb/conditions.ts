import { bigint, every, integers, type Sql, sql, texts } from './sql.ts'

export interface Scope {
  environments: string[] | null
  start: number | null
  end: number | null
}

/** Events of these issues within a scope. */
export function ofIssues(issueIds: number[], scope: Scope): Sql {
  const [only] = issueIds
  const issues =
    only !== undefined && issueIds.length === 1
      ? sql`issue_id = ${bigint(only)}`
      : sql`issue_id IN (SELECT unnest(${integers(issueIds)}))`
  return every([issues, within(scope)])
}

/** start ≤ timestamp < end; the environment '' stands for events that name none. */
export function within(scope: Scope): Sql {
  const conditions: Sql[] = []
  if (scope.start !== null) conditions.push(sql`timestamp >= ${bigint(scope.start)}`)
  if (scope.end !== null) conditions.push(sql`timestamp < ${bigint(scope.end)}`)
  if (scope.environments !== null) {
    conditions.push(sql`coalesce(environment, '') IN (SELECT unnest(${texts(scope.environments)}))`)
  }
  return every(conditions)
}
