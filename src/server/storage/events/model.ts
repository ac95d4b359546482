import type { EventPoint, EventQuery, EventRow, EventStore, IssuesQuery, TagFigures } from './port.ts'

/** The event port by brute force over an array: what the contract suite holds the engines to. */
export function openEventModel(): EventStore {
  const offsets = new Map<string, number>()
  let events: EventRow[] = []

  const select = (query: Omit<IssuesQuery, 'issueIds'>, issueIds: number[] | null) =>
    events
      .filter((event) => issueIds === null || issueIds.includes(event.issueId))
      .filter((event) => query.start === null || event.timestamp >= query.start)
      .filter((event) => query.end === null || event.timestamp < query.end)
      .filter((event) => query.environments === null || query.environments.includes(event.environment ?? ''))
      .toSorted(newestFirst)
  const ofIssue = (query: EventQuery) => select(query, [query.issueId])

  return {
    offset: async (spool) => offsets.get(spool) ?? 0,
    append: async ({ spool, from, to, rows }) => {
      if ((offsets.get(spool) ?? 0) !== from) return false
      events.push(...rows)
      offsets.set(spool, to)
      return true
    },
    deleteBefore: async (time) => {
      const before = events.length
      events = events.filter((event) => event.receivedAt >= time)
      return before - events.length
    },

    listEvents: async ({ after, oldestFirst, limit, ...query }) => {
      const found = ofIssue(query)
      if (oldestFirst) found.reverse()
      const isPast = (event: EventRow) => {
        if (after === null) return true
        return oldestFirst ? newestFirst(event, after) < 0 : newestFirst(event, after) > 0
      }
      return found.filter(isPast).slice(0, limit)
    },
    findEvent: async (projectIds, eventId) =>
      events.find((event) => event.eventId === eventId && projectIds.includes(event.projectId)) ?? null,
    edgeEvent: async (query, edge) => {
      const found = ofIssue(query)
      const [latest] = found
      if (latest === undefined) return null
      if (edge === 'latest') return latest
      if (edge === 'oldest') return found.at(-1) ?? null
      const recent = found.filter((event) => event.timestamp > latest.timestamp - 7 * 24 * 60 * 60 * 1000)
      return recent.toSorted((a, b) => richness(b) - richness(a))[0] ?? null
    },
    neighbours: async (query, of) => {
      const found = ofIssue(query)
      const previous = found.find((event) => newestFirst(event, of) > 0)
      const next = found.findLast((event) => newestFirst(event, of) < 0)
      return { previous: previous?.eventId ?? null, next: next?.eventId ?? null }
    },

    summarizeIssues: async (query) => {
      const byIssue = Map.groupBy(select(query, query.issueIds), (event) => event.issueId)
      return [...byIssue].map(([issueId, found]) => ({
        issueId,
        events: found.length,
        users: new Set(found.map((event) => event.userKey).filter((user) => user !== null)).size,
        firstSeen: Math.min(...found.map((event) => event.timestamp)),
        lastSeen: Math.max(...found.map((event) => event.timestamp)),
      }))
    },
    countSeries: async (query) => {
      const buckets = Math.max(0, Math.ceil((query.end - query.start) / query.interval))
      return [...new Set(query.issueIds)].map((issueId) => {
        const counts = Array.from({ length: buckets }, () => 0)
        for (const event of select(query, [issueId])) {
          const bucket = Math.floor((event.timestamp - query.start) / query.interval)
          counts[bucket] = (counts[bucket] ?? 0) + 1
        }
        return { issueId, counts }
      })
    },
    issuesSeenIn: async ({ projectIds, limit, ...query }) => {
      const found = select(query, null).filter((event) => projectIds.includes(event.projectId))
      const lastSeen = new Map<number, number>()
      for (const event of found) {
        lastSeen.set(event.issueId, Math.max(event.timestamp, lastSeen.get(event.issueId) ?? event.timestamp))
      }
      const issues = [...lastSeen].toSorted(([a, aSeen], [b, bSeen]) => bSeen - aSeen || b - a)
      return issues.slice(0, limit).map(([issueId]) => issueId)
    },
    countTags: async ({ keys, topValues, ...query }) => {
      const tags = ofIssue(query).flatMap((event) =>
        event.tags.map(([key, value]) => ({ key, value, timestamp: event.timestamp })),
      )
      const wanted = tags.filter((tag) => keys === null || keys.includes(tag.key))
      const figures = [...Map.groupBy(wanted, (tag) => tag.key)].map(([key, ofKey]): TagFigures => {
        const values = [...Map.groupBy(ofKey, (tag) => tag.value)].map(([value, ofValue]) => ({
          value,
          count: ofValue.length,
          firstSeen: Math.min(...ofValue.map((tag) => tag.timestamp)),
          lastSeen: Math.max(...ofValue.map((tag) => tag.timestamp)),
        }))
        values.sort((a, b) => b.count - a.count || compareBytes(a.value, b.value))
        return { key, totalValues: ofKey.length, uniqueValues: values.length, values: values.slice(0, topValues) }
      })
      return figures
        .filter((figure) => figure.values.length > 0)
        .toSorted((a, b) => b.totalValues - a.totalValues || compareBytes(a.key, b.key))
    },

    checkIntegrity: async () => [],
    close: async () => undefined,
  }
}

/** Event ids are hex of one length: comparing characters compares numbers. */
function newestFirst(a: EventPoint, b: EventPoint): number {
  if (a.timestamp !== b.timestamp) return b.timestamp - a.timestamp
  return compareBytes(b.eventId, a.eventId)
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function richness(event: EventRow): number {
  return [event.replayId, event.release, event.userKey, event.url].filter((part) => part !== null).length
}
