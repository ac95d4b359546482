import type { TimeRange } from '../http/time-range.ts'
import type { EventStore } from '../storage/events/port.ts'
import type { Issue } from '../storage/meta/port.ts'
import type { Figures } from './serialize.ts'

/**
 * Events, users, first and last seen of issues within a window and environments. Where the window holds the issue's whole life, events and
 * times come from the issue itself, which is exact at once; users always come from the events, which follow within milliseconds.
 */
export async function readFigures(
  issues: Issue[],
  environments: string[] | null,
  range: TimeRange,
  events: Pick<EventStore, 'summarizeIssues'>,
): Promise<Map<number, Figures>> {
  if (issues.length === 0) return new Map()
  const issueIds = issues.map((issue) => issue.id)
  const summaries = await events.summarizeIssues({ issueIds, environments, start: range.from, end: range.to })
  const byIssue = new Map(summaries.map((summary) => [summary.issueId, summary]))
  return new Map(
    issues.map((issue) => {
      const summary = byIssue.get(issue.id)
      const isWhole =
        environments === null &&
        (range.from === null || issue.firstSeen >= range.from) &&
        (range.to === null || issue.lastSeen <= range.to)
      const figures: Figures = isWhole
        ? { events: issue.timesSeen, users: summary?.users ?? 0, firstSeen: issue.firstSeen, lastSeen: issue.lastSeen }
        : {
            events: summary?.events ?? 0,
            users: summary?.users ?? 0,
            firstSeen: summary?.firstSeen ?? null,
            lastSeen: summary?.lastSeen ?? null,
          }
      return [issue.id, figures]
    }),
  )
}

/** Figures of an issue's whole life. */
export function wholeFigures(issue: Issue, users: number): Figures {
  return { events: issue.timesSeen, users, firstSeen: issue.firstSeen, lastSeen: issue.lastSeen }
}
