import type { EventStore, TagFigures } from '../port.ts'
import { ofIssues, within } from './conditions.ts'
import { number, type Readers, string } from './connection.ts'
import { bigint, integers, sql, texts } from './sql.ts'

export const summarizeIssues =
  (readers: Readers): EventStore['summarizeIssues'] =>
  async (query) => {
    if (query.issueIds.length === 0) return []
    const rows = await readers.query(sql`
      SELECT issue_id, count(*) AS events, count(DISTINCT user_key) AS users, min(timestamp) AS first, max(timestamp) AS last
      FROM events WHERE ${ofIssues(query.issueIds, query)} GROUP BY issue_id ORDER BY issue_id`)
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
  (readers: Readers): EventStore['countSeries'] =>
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
        FROM events WHERE ${ofIssues(query.issueIds, query)} GROUP BY ALL`)
      for (const row of rows) {
        const counts = series.get(number(row.issue_id))
        if (counts) counts[number(row.bucket)] = number(row.events)
      }
    }
    return [...series].map(([issueId, counts]) => ({ issueId, counts }))
  }

export const issuesSeenIn =
  (readers: Readers): EventStore['issuesSeenIn'] =>
  async (query) => {
    const rows = await readers.query(sql`
      SELECT issue_id FROM events
      WHERE project_id IN (SELECT unnest(${integers(query.projectIds)})) AND ${within(query)}
      GROUP BY issue_id ORDER BY max(timestamp) DESC, issue_id DESC LIMIT ${bigint(query.limit)}`)
    return rows.map((row) => number(row.issue_id))
  }

export const countTags =
  (readers: Readers): EventStore['countTags'] =>
  async (query) => {
    const keys = query.keys === null ? sql`true` : sql`key IN (SELECT unnest(${texts(query.keys)}))`
    // Counting ids first leaves only one row a distinct tag for the strings to be joined to and sorted.
    const rows = await readers.query(sql`
      WITH seen AS (
        SELECT unnest(tags) AS id, timestamp FROM events WHERE ${ofIssues([query.issueId], query)}
      ), counted AS (
        SELECT id, count(*) AS events, min(timestamp) AS first, max(timestamp) AS last FROM seen GROUP BY id
      )
      SELECT key, value, events, first, last,
        sum(events) OVER (PARTITION BY key) AS total, count(*) OVER (PARTITION BY key) AS distinct_values
      FROM counted JOIN tags USING (id) WHERE ${keys}
      QUALIFY row_number() OVER (PARTITION BY key ORDER BY events DESC, value) <= ${bigint(query.topValues)}
      ORDER BY total DESC, key, events DESC, value`)
    const figures = new Map<string, TagFigures>()
    for (const row of rows) {
      const key = string(row.key)
      const figure = figures.get(key) ?? {
        key,
        totalValues: number(row.total),
        uniqueValues: number(row.distinct_values),
        values: [],
      }
      figures.set(key, figure)
      figure.values.push({
        value: string(row.value),
        count: number(row.events),
        firstSeen: number(row.first),
        lastSeen: number(row.last),
      })
    }
    return [...figures.values()]
  }
