import type { EventStore, MatchedFigure, MatchedIssues } from '../port.ts'
import { number } from './connection.ts'
import type { Reading } from './events.ts'
import { readHexId } from './rows.ts'
import { bigint, commaList, isOneOf, type Sql, sql } from './sql.ts'

export const summarizeIssues =
  ({ readers, plan }: Reading): EventStore['summarizeIssues'] =>
  async (query) => {
    if (query.issueIds.length === 0) return []
    const rows = await readers.query(sql`
      SELECT issue_id, count(*) AS events, count(DISTINCT nullif(user_key, 0)) AS users, min(timestamp) AS first, max(timestamp) AS last
      FROM events WHERE ${await plan(query)} GROUP BY issue_id ORDER BY issue_id`)
    return rows.map((row) => ({
      issueId: number(row.issue_id),
      events: number(row.events),
      users: number(row.users),
      firstSeen: number(row.first),
      lastSeen: number(row.last),
    }))
  }

/** A year of hours; more is a mistake of the caller that would only fill memory with zeros. */
const maxBuckets = 10_000

export const countSeries =
  ({ readers, plan }: Reading): EventStore['countSeries'] =>
  async (query) => {
    const buckets = Math.ceil((query.end - query.start) / query.interval)
    if (!(query.interval >= 1) || !(buckets <= maxBuckets)) {
      throw new RangeError(
        `a series of ${buckets} buckets of ${query.interval} ms is not possible (at most ${maxBuckets})`,
      )
    }
    const zeros = Array.from({ length: Math.max(0, buckets) }, () => 0)
    const series = new Map(query.issueIds.map((issueId) => [issueId, [...zeros]]))
    if (series.size > 0 && buckets > 0) {
      const bucket = sql`(timestamp - ${bigint(query.start)}) // ${bigint(query.interval)}`
      const rows = await readers.query(sql`
        SELECT issue_id, ${bucket} AS bucket, count(*) AS events
        FROM events WHERE ${await plan(query)} GROUP BY ALL`)
      for (const row of rows) {
        const counts = series.get(number(row.issue_id))
        if (counts) counts[number(row.bucket)] = number(row.events)
      }
    }
    return [...series].map(([issueId, counts]) => ({ issueId, counts }))
  }

const nothing: MatchedIssues = {
  issueIds: new Float64Array(0),
  events: new Float64Array(0),
  firstSeen: new Float64Array(0),
  lastSeen: new Float64Array(0),
  users: new Float64Array(0),
}

/** As DOUBLE: other 8-byte columns come over as big integers, 100,000 issues of which take 20 ms. */
const matchedFigures: { [Figure in MatchedFigure]: Sql } = {
  events: sql`CAST(count(*) AS DOUBLE)`,
  firstSeen: sql`CAST(min(timestamp) AS DOUBLE)`,
  lastSeen: sql`CAST(max(timestamp) AS DOUBLE)`,
  users: sql`CAST(count(DISTINCT nullif(user_key, 0)) AS DOUBLE)`,
}

export const matchIssues =
  ({ readers, plan }: Reading): EventStore['matchIssues'] =>
  async ({ figures, ...query }) => {
    if (query.projectIds.length === 0 || query.issueIds?.length === 0) return nothing
    const asked = [...new Set(figures)]
    const [issueIds = nothing.issueIds, ...columns] = await readers.queryNumbers(
      sql`SELECT ${commaList([sql`CAST(issue_id AS DOUBLE)`, ...asked.map((figure) => matchedFigures[figure])])}
        FROM events WHERE ${await plan(query)} GROUP BY issue_id`,
    )
    const matched = { ...nothing, issueIds }
    for (const [place, figure] of asked.entries()) matched[figure] = columns[place] ?? nothing[figure]
    return matched
  }

export const countHashes =
  ({ readers, terms }: Reading): EventStore['countHashes'] =>
  async (issueId) => {
    const rows = await readers.query(sql`
      SELECT primary_hash AS id, count(*) AS events, max(timestamp) AS last,
        arg_max(event_id, {'at': timestamp, 'id': event_id}) AS newest
      FROM events WHERE ${isOneOf(sql`issue_id`, [issueId])} GROUP BY primary_hash`)
    const hashes = await terms.read(rows.map((row) => number(row.id)))
    return rows.map((row) => ({
      hash: hashes.get(number(row.id))?.[1] ?? '',
      events: number(row.events),
      latestEventId: readHexId(row.newest),
      lastSeen: number(row.last),
    }))
  }
