import { countParts, keepRichest } from '../richest.ts'
import { matches } from './model-match.ts'
import { asFound } from './sample-rows.ts'
import type {
  EventPlace,
  EventPoint,
  EventQuery,
  EventRow,
  EventSearch,
  EventStore,
  IssuesQuery,
  TagFigures,
  MatchedFigure,
} from './port.ts'

/** Tables are tested on their own (duckdb/table.test.ts). */
export type EventModel = Omit<EventStore, 'tabulate'>

/** The event port by brute force over an array: what the contract suite holds the engines to. */
export function openEventModel(): EventModel {
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
  const search = (query: EventSearch) =>
    select(query, null).filter((event) => query.projectIds.includes(event.projectId) && matches(event, query.where))

  return {
    offset: async (spool) => offsets.get(spool) ?? 0,
    append: async ({ spool, from, to, rows }) => {
      if ((offsets.get(spool) ?? 0) !== from) return false
      events.push(...rows.map((row) => ({ ...row, tags: row.tags.toSorted(([a], [b]) => (a < b ? -1 : 1)) })))
      offsets.set(spool, to)
      return true
    },
    deleteBefore: async (time) => {
      const before = events.length
      events = events.filter((event) => event.receivedAt >= time)
      return before - events.length
    },

    listEvents: async ({ after, oldestFirst, limit, where, ...query }) => {
      const found = ofIssue(query).filter((event) => where === undefined || matches(event, where))
      if (oldestFirst) found.reverse()
      const isPast = (event: EventRow) => {
        if (after === null) return true
        return oldestFirst ? newestFirst(event, after) < 0 : newestFirst(event, after) > 0
      }
      return found.filter(isPast).slice(0, limit).map(asFound)
    },
    searchEvents: async ({ after, backwards, limit, order, ...query }) => {
      const compare = order === 'id' ? byFallingId : newestFirst
      const found = search(query).toSorted(compare)
      if (backwards) {
        return found
          .filter((event) => after === null || compare(event, after) < 0)
          .slice(-limit)
          .map(asFound)
      }
      return found
        .filter((event) => after === null || compare(event, after) > 0)
        .slice(0, limit)
        .map(asFound)
    },
    findEvent: async (projectIds, eventId, receivedAt) => {
      const found = events.find(
        (event) =>
          event.eventId === eventId &&
          projectIds.includes(event.projectId) &&
          (receivedAt === undefined || event.receivedAt === receivedAt),
      )
      return found ? asFound(found) : null
    },
    edgeEvent: async (query, edge) => {
      const found = ofIssue(query)
      const [latest] = found
      if (latest === undefined) return null
      if (edge === 'latest') return placeOf(latest)
      if (edge === 'oldest') return placeOf(found.at(-1) ?? latest)
      const recent = found.filter((event) => event.timestamp > latest.timestamp - 7 * 24 * 60 * 60 * 1000)
      return placeOf(recent.toSorted((a, b) => richness(b) - richness(a))[0] ?? latest)
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
    matchIssues: async ({ issueIds, figures, ...query }) => {
      const found = search(query).filter((event) => issueIds === null || issueIds.includes(event.issueId))
      const byIssue = [...Map.groupBy(found, (event) => event.issueId)]
      const column = (of: (events: EventRow[], issueId: number) => number) =>
        Float64Array.from(byIssue, ([issueId, ofIssue]) => of(ofIssue, issueId))
      const asked = (figure: MatchedFigure, of: (events: EventRow[]) => number) =>
        figures.includes(figure) ? column(of) : new Float64Array(0)
      return {
        issueIds: column((_, issueId) => issueId),
        events: asked('events', (events) => events.length),
        firstSeen: asked('firstSeen', (events) => Math.min(...events.map((event) => event.timestamp))),
        lastSeen: asked('lastSeen', (events) => Math.max(...events.map((event) => event.timestamp))),
        users: asked('users', (events) => usersOf(events).length),
      }
    },
    sumTags: async (query) => {
      const keys = ofIssue(query).flatMap((event) => event.tags.map(([key]) => key))
      return [...Map.groupBy(keys, (key) => key)]
        .map(([key, events]) => ({ key, events: events.length }))
        .toSorted((a, b) => b.events - a.events || compareBytes(a.key, b.key))
    },
    countTags: async ({ keys, topValues, ...query }) => {
      const tags = ofIssue(query).flatMap((event) =>
        event.tags.map(([key, value]) => ({ key, value, timestamp: event.timestamp })),
      )
      const wanted = tags.filter((tag) => keys === null || keys.includes(tag.key))
      const figures = [...Map.groupBy(wanted, (tag) => tag.key)].map(([key, ofKey]): TagFigures => {
        const values = figuresOf(ofKey).toSorted((a, b) => b.count - a.count || b.lastSeen - a.lastSeen)
        return { key, totalValues: ofKey.length, uniqueValues: values.length, values: values.slice(0, topValues) }
      })
      return figures
        .filter((figure) => figure.values.length > 0)
        .toSorted((a, b) => b.totalValues - a.totalValues || compareBytes(a.key, b.key))
    },

    listTagKeys: async (query) => {
      const keys = Map.groupBy(
        search(query).flatMap((event) => event.tags),
        ([key]) => key,
      )
      const known = events.filter((event) => query.projectIds.includes(event.projectId)).flatMap((event) => event.tags)
      const valuesOf = (key: string) => new Set(known.filter(([one]) => one === key).map(([, value]) => value)).size
      return [...keys]
        .map(([key, tags]) => ({ key, events: tags.length, values: valuesOf(key) }))
        .toSorted((a, b) => b.events - a.events || compareBytes(a.key, b.key))
    },
    listTagValues: async ({ key, contains, limit, offset, ...query }) => {
      const tags = search(query).flatMap((event) =>
        event.tags.filter(([one]) => one === key).map(([, value]) => ({ value, timestamp: event.timestamp })),
      )
      const sought = tags.filter(({ value }) => value.toLowerCase().includes(contains?.toLowerCase() ?? ''))
      return figuresOf(sought).slice(offset, offset + limit)
    },
    countHashes: async (issueId) => {
      const found = events.filter((event) => event.issueId === issueId).toSorted(newestFirst)
      return [...Map.groupBy(found, (event) => event.primaryHash)].map(([hash, ofHash]) => ({
        hash,
        events: ofHash.length,
        latestEventId: ofHash[0]?.eventId ?? '',
        lastSeen: ofHash[0]?.timestamp ?? 0,
      }))
    },

    listEventKeys: async (where, limit) =>
      events
        .filter((event) =>
          'projectId' in where ? event.projectId === where.projectId : where.issueIds.includes(event.issueId),
        )
        .slice(0, limit)
        .map(({ projectId, eventId, receivedAt }) => ({ projectId, eventId, receivedAt })),
    deleteEvents: async (keys) => {
      const before = events.length
      const gone = new Set(keys.map((key) => `${key.projectId}/${key.eventId}`))
      events = events.filter((event) => !gone.has(`${event.projectId}/${event.eventId}`))
      return before - events.length
    },
    deleteProject: async (projectId) => {
      events = events.filter((event) => event.projectId !== projectId)
    },
    moveEvents: async ({ issueIds, hashes, into }) => {
      let moved = 0
      events = events.map((event) => {
        if (!issueIds.includes(event.issueId) || hashes?.includes(event.primaryHash) === false) return event
        moved++
        return { ...event, issueId: into }
      })
      return moved
    },
    recountIssue: async (issueId) => {
      const found = events.filter((event) => event.issueId === issueId).toSorted(newestFirst)
      const [latest] = found
      const oldest = found.at(-1)
      if (latest === undefined || oldest === undefined) return null
      const hourOf = (event: EventRow) => Math.floor(event.timestamp / 3_600_000) * 3_600_000
      const cells = Map.groupBy(found, (event) => JSON.stringify([hourOf(event), event.environment]))
      const environments = Map.groupBy(found, (event) => event.environment)
      return {
        issueId,
        firstSeen: oldest.timestamp,
        lastSeen: latest.timestamp,
        timesSeen: found.length,
        firstEventId: oldest.eventId,
        lastEventId: latest.eventId,
        richest: keepRichest(
          found.map(({ eventId, timestamp, receivedAt, ...event }) => ({
            eventId,
            timestamp,
            receivedAt,
            parts: countParts(event),
          })),
        ),
        userKeys: usersOf(found),
        hours: [...cells.values()].flatMap((ofCell) => {
          const [one] = ofCell
          return one ? [{ hour: hourOf(one), environment: one.environment, events: ofCell.length }] : []
        }),
        environments: [...environments].map(([name, ofName]) => ({
          name,
          events: ofName.length,
          firstSeen: Math.min(...ofName.map((event) => event.timestamp)),
          lastSeen: Math.max(...ofName.map((event) => event.timestamp)),
        })),
      }
    },
    sweep: async () => 0,

    checkIntegrity: async () => [],
    close: async () => undefined,
  }
}

function usersOf(events: EventRow[]): string[] {
  return [...new Set(events.flatMap((event) => event.userKey ?? []))]
}

/** Most frequent first. */
function figuresOf(tags: { value: string; timestamp: number }[]): TagFigures['values'] {
  const values = [...Map.groupBy(tags, (tag) => tag.value)].map(([value, ofValue]) => ({
    value,
    count: ofValue.length,
    firstSeen: Math.min(...ofValue.map((tag) => tag.timestamp)),
    lastSeen: Math.max(...ofValue.map((tag) => tag.timestamp)),
  }))
  return values.toSorted((a, b) => b.count - a.count || compareBytes(a.value, b.value))
}

/** Event ids are hex of one length: comparing characters compares numbers. */
function newestFirst(a: EventPoint, b: EventPoint): number {
  if (a.timestamp !== b.timestamp) return b.timestamp - a.timestamp
  return compareBytes(b.eventId, a.eventId)
}

function byFallingId(a: EventPoint, b: EventPoint): number {
  return compareBytes(b.eventId, a.eventId)
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function placeOf({ projectId, issueId, eventId, timestamp, receivedAt }: EventRow): EventPlace {
  return { projectId, issueId, eventId, timestamp, receivedAt }
}

function richness(event: EventRow): number {
  return [event.replayId, event.release, event.userKey, event.url].filter((part) => part !== null).length
}
