import type { SessionQuery, SessionStore } from '../../storage/sessions/port.ts'
import { placesOf } from './figures.ts'

const hour = 3_600_000
const day = 24 * hour

/** The hours in which the first and the last session of a release in a project began, as Sentry tells them; null without sessions. */
export async function readSessionBounds(
  scope: { organizationId: number; projectId: number; version: string; environments: string[] | null },
  sessions: Pick<SessionStore, 'listSpans' | 'countSeries'>,
): Promise<{ lower: number | null; upper: number | null }> {
  const { organizationId, projectId, version, environments } = scope
  const all = await sessions.listSpans({ projectIds: [projectId], releases: [version] })
  const spans = all.filter(({ environment }) => environments === null || environments.includes(environment))
  if (spans.length === 0) return { lower: null, upper: null }
  // Spans are to the day: the hours of those two days are looked at.
  const firstDay = floorTo(day, Math.min(...spans.map(({ first }) => first)))
  const lastDay = floorTo(day, Math.max(...spans.map(({ last }) => last)))
  const listHours = async (start: number): Promise<number[]> => {
    const query: SessionQuery & { interval: number } = {
      organizationId,
      projectIds: [projectId],
      isWholeOrganization: false,
      where: placesOf(scope, [version]),
      start,
      end: start + day,
      interval: hour,
      groupBy: [],
      groups: null,
      wants: { users: false, durations: false },
    }
    const [series] = await sessions.countSeries(query)
    return (series?.points ?? []).flatMap((point, index) => (point.sessions > 0 ? [start + index * hour] : []))
  }
  const first = await listHours(firstDay)
  const last = lastDay === firstDay ? first : await listHours(lastDay)
  return { lower: first[0] ?? firstDay, upper: last.at(-1) ?? lastDay }
}

/** `2026-11-20T12:00:00Z`: Sentry's spelling of these, which is without the milliseconds that its other times have. */
export function isoHour(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

function floorTo(unit: number, time: number): number {
  return Math.floor(time / unit) * unit
}
