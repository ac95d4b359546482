import type { Condition, EventCondition } from '../../storage/condition.ts'
import type { MatchedIssues } from '../../storage/events/port.ts'
import { anyOf } from './context.ts'

/** Counts the events of these issues that meet the condition. */
export type Recount = (issueIds: number[], where: Condition<EventCondition>) => Promise<MatchedIssues>

interface Row {
  events: number
  users: number
  firstSeen: number
  lastSeen: number
  /** Indexes of the parts that found the issue. */
  parts: number[]
}

/**
 * The issues that any part of a search found, each once. First and last seen are those over all parts; events and users cannot be added up,
 * since one event may meet several parts: with `recount` they are counted over for issues of several parts, without they are left as they are.
 */
export async function mergeMatched(
  found: MatchedIssues[],
  conditions: Condition<EventCondition>[],
  recount: Recount | null,
): Promise<MatchedIssues> {
  const rows = new Map<number, Row>()
  for (const [part, matched] of found.entries()) addRows(rows, matched, part)
  if (recount) {
    for (const { issueIds, parts } of sharedIssues(rows)) {
      const where = anyOf(parts.flatMap((part) => conditions[part] ?? []))
      const counted = await recount(issueIds, where)
      for (const [index, id] of counted.issueIds.entries()) {
        const row = rows.get(id)
        if (!row) continue
        row.events = counted.events[index] ?? 0
        row.users = counted.users[index] ?? 0
      }
    }
  }
  const list = [...rows]
  return {
    issueIds: Float64Array.from(list, ([id]) => id),
    events: Float64Array.from(list, ([, row]) => row.events),
    firstSeen: Float64Array.from(list, ([, row]) => row.firstSeen),
    lastSeen: Float64Array.from(list, ([, row]) => row.lastSeen),
    users: Float64Array.from(list, ([, row]) => row.users),
  }
}

function addRows(rows: Map<number, Row>, matched: MatchedIssues, part: number): void {
  for (const [index, id] of matched.issueIds.entries()) {
    const firstSeen = matched.firstSeen[index] ?? 0
    const lastSeen = matched.lastSeen[index] ?? 0
    const known = rows.get(id)
    if (known) {
      known.firstSeen = Math.min(known.firstSeen, firstSeen)
      known.lastSeen = Math.max(known.lastSeen, lastSeen)
      known.parts.push(part)
    } else {
      const events = matched.events[index] ?? 0
      rows.set(id, { events, users: matched.users[index] ?? 0, firstSeen, lastSeen, parts: [part] })
    }
  }
}

/** Issues that several parts found, those of the same parts together. */
function sharedIssues(rows: Map<number, Row>): { issueIds: number[]; parts: number[] }[] {
  const groups = new Map<string, { issueIds: number[]; parts: number[] }>()
  for (const [id, { parts }] of rows) {
    if (parts.length < 2) continue
    const name = parts.join()
    const group = groups.get(name) ?? { issueIds: [], parts }
    group.issueIds.push(id)
    groups.set(name, group)
  }
  return [...groups.values()]
}
