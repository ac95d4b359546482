import { createHash } from 'node:crypto'
import { type Facts, noFacts } from '../facts.ts'
import {
  anySession,
  type SessionSource,
  type SourceKind,
  type UserSession,
  type UserSessionQuery,
  type UserSessionStore,
} from '../port.ts'

/** One empty store for the length of a test. */
export interface UserSessionHarness {
  /** Opens the same data again each time; what was open before is not used any more, closed or not (a crash). */
  open(): Promise<UserSessionStore>
}

export const minuteMs = 60_000
export const dayMs = 86_400_000
/** 2026-11-21T12:00:00Z. */
export const noon = Date.UTC(2026, 10, 21, 12)

/** The n-th of its kind: 32 hex digits. */
export function idOf(kind: SourceKind, n: number): string {
  return createHash('md5').update(`${kind} ${n}`).digest('hex')
}

/** A source of user 7 in a browser, at noon. */
export function source(
  kind: SourceKind,
  n: number,
  own: Partial<Omit<SessionSource, 'facts'>> & { facts?: Partial<Facts> } = {},
): SessionSource {
  const startedAt = own.startedAt ?? noon
  const facts = { ...noFacts, ...own.facts }
  return {
    position: 0,
    projectId: 1,
    receivedAt: startedAt,
    kind,
    id: idOf(kind, n),
    user: 7,
    startedAt,
    endedAt: startedAt,
    isOver: false,
    ...own,
    facts: { ...facts, texts: { platform: [startedAt, 'web'], ...facts.texts } },
  }
}

/** Records these, a batch each, from the spool's offset on. */
export async function give(store: UserSessionStore, sources: SessionSource[], spool = 'spool'): Promise<void> {
  for (const one of sources) {
    const position = await store.offset(spool)
    await store.record({ spool, to: position + 100, sources: [{ ...one, position }] })
  }
}

export function query(own: Partial<UserSessionQuery> = {}): UserSessionQuery {
  const sort = [{ by: 'createdAt', isDescending: false } as const]
  return { projectIds: [1], platform: 'web', filter: anySession, sort, from: null, mode: 'after', limit: 100, ...own }
}

export const idsOf = (sessions: UserSession[]) => sessions.map(({ id }) => id)
