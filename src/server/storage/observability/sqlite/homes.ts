import type { Database } from '../../sqlite/database.ts'
import { type Part, type Span, spanOf } from '../part.ts'
import type { SourceKind } from '../port.ts'
import { type KeptPart, listTouching, setHome } from './parts.ts'
import { growRow, refoldRow } from './rows.ts'

/** A part that was new, changed or (`after` null) taken away. */
export interface Change {
  no: number
  before: Part | null
  after: Part | null
  home: number | null
}

/** Whose parts of which time may have another home now. */
interface Reach {
  projectId: number
  user: number
  span: Span
}

/**
 * Finds the home of every part that a change may have moved, and brings the rows up to date that win or lose by it. Sessions are moved by
 * replays, events by both, and only those that touch what has changed of a span: a replay that grows by a segment has no look at all that it holds.
 */
export function settle(database: Database, changes: Change[]): void {
  const changed = new Set(changes.map(({ no }) => no))
  const grown = new Map<number, Part[]>()
  const shrunk = new Set<number>()
  /** Of sessions that moved: their events move along. */
  const moved: Reach[] = []

  function move({ no, part, home: old }: KeptPart, home: number | null): void {
    if (old !== home) {
      if (old !== null) shrunk.add(old)
      setHome(database, no, home)
      if (part.kind === 'session') moved.push(...reachOf(part, spanOf(part)))
    }
    if (home !== null && (old !== home || changed.has(no))) grown.set(home, [...(grown.get(home) ?? []), part])
  }

  function gather(kind: SourceKind, reaches: Reach[]): KeptPart[] {
    const found = new Map(listChanged(changes, kind).map((kept) => [kept.no, kept]))
    for (const { projectId, user, span } of reaches) {
      for (const kept of listTouching(database, projectId, user, kind, span)) {
        if (!found.has(kept.no)) found.set(kept.no, kept)
      }
    }
    return [...found.values()]
  }

  for (const { home, after } of changes) if (!after && home !== null) shrunk.add(home)
  for (const replay of listChanged(changes, 'replay')) move(replay, replay.no)
  const byReplays = changes.flatMap((change) => reachOfChange(change, 'replay'))
  for (const session of gather('session', byReplays)) {
    const [first] = touching(database, session.part, 'replay')
    move(session, first?.no ?? session.no)
  }
  const bySessions = changes.flatMap((change) => reachOfChange(change, 'session'))
  for (const event of gather('event', [...byReplays, ...bySessions, ...moved])) {
    move(event, homeOfEvent(database, event.part))
  }
  for (const home of shrunk) refoldRow(database, home)
  for (const [home, added] of grown) if (!shrunk.has(home)) growRow(database, home, added)
}

function listChanged(changes: Change[], kind: SourceKind): KeptPart[] {
  return changes.flatMap(({ no, after, home }) => (after?.kind === kind ? [{ no, part: after, home }] : []))
}

/** Where a span was and is not, or is and was not; all of both when it begins elsewhere, which decides between several. */
function reachOfChange({ before, after }: Change, kind: SourceKind): Reach[] {
  const part = after ?? before
  if (part?.kind !== kind) return []
  if (!before || !after) return reachOf(part, spanOf(part))
  const [was, is] = [spanOf(before), spanOf(after)]
  if (before.user?.[1] === after.user?.[1] && was.start === is.start) {
    if (was.end === is.end) return []
    return reachOf(after, { start: Math.min(was.end, is.end), end: Math.max(was.end, is.end) })
  }
  return [...reachOf(before, was), ...reachOf(after, is)]
}

function reachOf({ projectId, user }: Part, span: Span): Reach[] {
  return user === null ? [] : [{ projectId, user: user[1], span }]
}

function homeOfEvent(database: Database, event: Part): number | null {
  const session = lastStarted(touching(database, event, 'session'))
  const around = session ?? lastStarted(touching(database, event, 'replay'))
  return around?.home ?? null
}

/** By start and id. */
function touching(database: Database, part: Part, kind: SourceKind): KeptPart[] {
  return part.user === null ? [] : listTouching(database, part.projectId, part.user[1], kind, spanOf(part))
}

/** Of several the first by id. */
function lastStarted(sorted: KeptPart[]): KeptPart | undefined {
  const start = sorted.at(-1)?.part.startedAt
  return sorted.find(({ part }) => part.startedAt === start)
}
