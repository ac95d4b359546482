import type { Database, Value } from '../../sqlite/database.ts'
import { integer } from '../../sqlite/rows.ts'
import type { IssueStore } from '../ports/issues.ts'

export const hour = 3_600_000

/** The hour that a time lies in, as its first millisecond. */
export function hourOf(time: number): number {
  return Math.floor(time / hour) * hour
}

type CellMethods = 'countIssueHours' | 'listIssueHours' | 'summarizeIssueEnvironments' | 'foldIssueHours'

/** Counts of an issue's events by hour and environment. */
export function cellStore(database: Database): Pick<IssueStore, CellMethods> {
  return {
    async countIssueHours({ issueIds, environments, start, end, interval }) {
      const length = Math.max(0, Math.ceil((end - start) / interval))
      const filter = inEnvironments(environments)
      return issueIds.map((issueId) => {
        const counts = Array.from({ length }, () => 0)
        const rows = database.all(
          `SELECT cast((hour - ?) / ? AS INTEGER) AS bucket, sum(events) AS events FROM issue_hours
           WHERE issue_id = ? AND hour >= ? AND hour < ? ${filter.sql} GROUP BY bucket`,
          start,
          interval,
          issueId,
          start,
          end,
          ...filter.values,
        )
        for (const row of rows) counts[integer(row, 'bucket')] = integer(row, 'events')
        return { issueId, counts }
      })
    },
    async listIssueHours({ issueId, environments, from, backwards, limit }) {
      const filter = inEnvironments(environments)
      const rows = database.all(
        `SELECT hour, sum(events) AS events FROM issue_hours
         WHERE issue_id = ? AND hour ${backwards ? '<=' : '>='} ? ${filter.sql}
         GROUP BY hour ORDER BY hour ${backwards ? 'DESC' : 'ASC'} LIMIT ?`,
        issueId,
        from ?? (backwards ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER),
        ...filter.values,
        limit,
      )
      return rows.map((row) => ({ hour: integer(row, 'hour'), events: integer(row, 'events') }))
    },
    async summarizeIssueEnvironments(issueIds, environments) {
      const names = JSON.stringify(environments)
      return issueIds.flatMap((issueId) => {
        const row = database.get(
          `SELECT sum(events) AS events, min(first_seen) AS first_seen, max(last_seen) AS last_seen FROM (
             SELECT * FROM issue_environments WHERE issue_id = ?1
             UNION ALL
             SELECT issue_id, environment, events, first_seen, last_seen FROM issue_hours WHERE issue_id = ?1
           ) WHERE environment IN (SELECT value FROM json_each(?2))`,
          issueId,
          names,
        )
        if (!row || row.events === null) return []
        return [
          {
            issueId,
            events: integer(row, 'events'),
            firstSeen: integer(row, 'first_seen'),
            lastSeen: integer(row, 'last_seen'),
          },
        ]
      })
    },
    async foldIssueHours(before, afterIssueId) {
      return database.write(() => foldHours(database, hourOf(before), afterIssueId))
    },
  }
}

/** Issues whose hours are looked at in one step, and hours folded in one: some 20 ms. */
const issuesAtOnce = 2000
const foldedAtOnce = 5000

function foldHours(database: Database, before: number, afterIssueId: number): number | null {
  const ids = database
    .all('SELECT id FROM issues WHERE id > ? ORDER BY id LIMIT ?', afterIssueId, issuesAtOnce)
    .map((row) => integer(row, 'id'))
  let folded = 0
  for (const id of ids) {
    database.run(
      `INSERT INTO issue_environments
       SELECT issue_id, environment, sum(events), min(first_seen), max(last_seen) FROM issue_hours
       WHERE issue_id = ? AND hour < ? GROUP BY environment
       ON CONFLICT DO UPDATE SET ${addSums}`,
      id,
      before,
    )
    folded += database.run('DELETE FROM issue_hours WHERE issue_id = ? AND hour < ?', id, before).changes
    if (folded >= foldedAtOnce) return id
  }
  return ids.length < issuesAtOnce ? null : (ids.at(-1) ?? null)
}

/** What becomes of a row of hours or environments when the same one comes again. */
export const addSums = `events = events + excluded.events,
  first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)`

function inEnvironments(environments: string[] | null): { sql: string; values: Value[] } {
  if (environments === null) return { sql: '', values: [] }
  return { sql: 'AND environment IN (SELECT value FROM json_each(?))', values: [JSON.stringify(environments)] }
}

/** Events of an issue in an hour and an environment ('' for none). */
export interface IssueCell {
  hour: number
  environment: string
  events: number
  firstSeen: number
  lastSeen: number
}

/** Adds the events of a cell, within the caller's transaction. */
export function addCell(database: Database, issueId: number, cell: IssueCell): void {
  database.run(
    `INSERT INTO issue_hours VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET ${addSums}`,
    issueId,
    cell.hour,
    cell.environment,
    cell.events,
    cell.firstSeen,
    cell.lastSeen,
  )
}
