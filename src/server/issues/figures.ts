import type { TimeRange } from '../http/time-range.ts'
import type { EventStore } from '../storage/events/port.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Figures } from './serialize.ts'

/**
 * Events, users, first and last seen of issues within a window and environments. Where that is an issue's whole life they are the issue's own:
 * exact at once and for nothing. The events are asked about the others only.
 */
export async function readFigures(
  issues: Issue[],
  environments: string[] | null,
  range: TimeRange,
  events: Pick<EventStore, 'summarizeIssues'>,
): Promise<Map<number, Figures>> {
  const figures = new Map(issues.map((issue) => [issue.id, wholeFigures(issue)]))
  const narrowed = issues.filter((issue) => environments !== null || !isWithin(issue, range)).map((issue) => issue.id)
  if (narrowed.length === 0) return figures
  for (const issueId of narrowed) figures.set(issueId, { events: 0, users: 0, firstSeen: null, lastSeen: null })
  const summaries = await events.summarizeIssues({ issueIds: narrowed, environments, start: range.from, end: range.to })
  for (const { issueId, ...summary } of summaries) figures.set(issueId, summary)
  return figures
}

function isWithin(issue: Issue, range: TimeRange): boolean {
  return (range.from === null || issue.firstSeen >= range.from) && (range.to === null || issue.lastSeen < range.to)
}

/** Figures of an issue's whole life. */
export function wholeFigures(issue: Issue): Figures {
  return { events: issue.timesSeen, users: issue.usersSeen, firstSeen: issue.firstSeen, lastSeen: issue.lastSeen }
}
