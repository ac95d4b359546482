import type { Database } from '../../sqlite/database.ts'
import { foldOf, joinFolds, type Part, type Span, spanOf } from '../part.ts'
import type { SourceKind } from '../port.ts'
import { alone, homeOfTouching, type KeptPart, listAccompanied, listTouching, type Reach, writeKeys } from './parts.ts'
import { addPart, changePart, growRow, refoldRow } from './rows.ts'

/** A part that was new (`before` null), changed or (`after` null) taken away. */
export interface Change {
  no: number
  before: KeptPart | null
  after: Part | null
}

/**
 * Writes what has changed of parts, each with the home that it has now, and brings the rows up to date that win or lose by it. Sessions are moved by
 * replays, events by both, and only those that touch what has changed of a span: a replay that grows by a segment has no look at all that it holds.
 * In this order each finds written what decides about its home.
 */
export function settle(database: Database, changes: Change[]): void {
  const changed = new Set(changes.map(({ no }) => no))
  const grown = new Map<number, Part[]>()
  const shrunk = new Set<number>()
  /** Of sessions that moved: their events move along. */
  const moved: Reach[] = []

  function place({ no, before, part, home }: Placing): void {
    const old = before?.home ?? null
    if (before === null) addPart(database, placed(no, part, home, null))
    else changePart(database, before, placed(no, part, home, before))
    if (old !== null && old !== home) {
      shrunk.add(old)
      if (part.kind === 'session') moved.push(...reachOf(part, spanOf(part)))
    }
    if (home === null || home === no) return
    const joined = grown.get(home)
    if (joined) joined.push(part)
    else grown.set(home, [part])
  }

  /** Those changed, and then others whose home it may change. */
  function placeAll(kind: SourceKind, reaches: Reach[], homeOf: (no: number, part: Part) => number | null): void {
    for (const { no, before, after } of changes) {
      if (after?.kind === kind) place({ no, before, part: after, home: homeOf(no, after) })
    }
    writeKeys(
      database,
      changes.flatMap(({ no, before, after }) =>
        before === null && after?.kind === kind ? [{ no, part: after }] : [],
      ),
    )
    const found = new Set(changed)
    for (const reach of reaches) {
      for (const kept of listTouching(database, kind, reach)) {
        if (found.has(kept.no)) continue
        found.add(kept.no)
        const home = homeOf(kept.no, kept.part)
        if (home !== kept.home) place({ no: kept.no, before: kept, part: kept.part, home })
      }
    }
  }

  placeAll('replay', [], (no) => no)
  const isAccompanied = findAccompanied(database, changes)
  const byReplays = changes.flatMap((change) => reachOfChange(change, 'replay'))
  placeAll('session', byReplays, (no, part) => {
    const [reach] = isAccompanied(part) ? reachOf(part, spanOf(part)) : []
    return (reach && homeOfTouching(database, 'first', 'replay', reach)) ?? no
  })
  const bySessions = changes.flatMap((change) => reachOfChange(change, 'session').filter(isAccompanied))
  placeAll('event', [...byReplays, ...bySessions, ...moved], (_, part) => homeOfEvent(database, part))
  for (const home of shrunk) refoldRow(database, home)
  for (const [home, added] of grown) if (!shrunk.has(home)) growRow(database, home, added)
}

interface Placing {
  no: number
  before: KeptPart | null
  part: Part
  home: number | null
}

/** What a part is with its new home; others of its user session are added later. */
function placed(no: number, part: Part, home: number | null, before: KeptPart | null): KeptPart {
  if (home !== no) return { no, part, home, fold: null, isAlone: false, packed: null }
  if (!before?.fold || before.isAlone) return alone(no, part)
  return { no, part, home, fold: joinFolds(before.fold, foldOf(part)), isAlone: false, packed: null }
}

/** Says of a user of these changes whether there is any replay or event of theirs to look for. */
function findAccompanied(
  database: Database,
  changes: Change[],
): (of: { projectId: number; user: Part['user'] | number }) => boolean {
  const asked = new Map<number, Set<number>>()
  for (const { before, after } of changes) {
    for (const part of [before?.part, after]) {
      if (!part?.user) continue
      const users = asked.get(part.projectId)
      if (users) users.add(part.user[1])
      else asked.set(part.projectId, new Set([part.user[1]]))
    }
  }
  const found = new Map(
    [...asked].map(([projectId, users]) => [projectId, listAccompanied(database, projectId, [...users])]),
  )
  return ({ projectId, user }) =>
    user !== null && found.get(projectId)?.has(typeof user === 'number' ? user : user[1]) === true
}

/** Where a span was and is not, or is and was not; all of both when it begins elsewhere, which decides between several. */
function reachOfChange({ before, after }: Change, kind: SourceKind): Reach[] {
  const known = before?.part
  const part = after ?? known
  if (part?.kind !== kind) return []
  if (!known || !after) return reachOf(part, spanOf(part))
  const [was, is] = [spanOf(known), spanOf(after)]
  if (known.user?.[1] === after.user?.[1] && was.start === is.start) {
    if (was.end === is.end) return []
    return reachOf(after, { start: Math.min(was.end, is.end), end: Math.max(was.end, is.end) })
  }
  return [...reachOf(known, was), ...reachOf(after, is)]
}

function reachOf({ projectId, user }: Part, span: Span): Reach[] {
  return user === null ? [] : [{ projectId, user: user[1], span }]
}

function homeOfEvent(database: Database, event: Part): number | null {
  const [reach] = reachOf(event, spanOf(event))
  if (!reach) return null
  return homeOfTouching(database, 'last', 'session', reach) ?? homeOfTouching(database, 'last', 'replay', reach)
}
