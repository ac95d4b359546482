import { expect } from 'vitest'
import { hashUser } from '../../user-sketch.ts'
import { everything } from '../../condition.ts'
import type {
  SessionCounts,
  SessionFigures,
  SessionGroup,
  SessionGroupKey,
  SessionQuery,
  SessionSeries,
  SessionStore,
  SessionUpdate,
  SessionUsers,
} from '../port.ts'

/** One empty store for the length of a test. */
export interface SessionHarness {
  /** Opens the same data again each time; what was open before is not used any more, closed or not (a crash). */
  open(): Promise<SessionStore>
}

export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000
/** 2026-11-21T12:00:00Z. */
export const noon = Date.UTC(2026, 10, 21, 12)

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** The n-th session id: 32 hex digits. */
export function sidOf(n: number): string {
  return n.toString(16).padStart(32, '0')
}

export function userOf(n: number): number {
  return hashUser(`user-${n}`)
}

/** That session 1 of project 1 began at noon; what matters to a test it says itself. */
export function update(own: Partial<SessionUpdate> = {}): SessionUpdate {
  const started = own.started ?? noon
  return {
    position: 0,
    organizationId: 1,
    projectId: 1,
    receivedAt: started + secondMs,
    started,
    release: 'shop@1.0.0',
    environment: 'production',
    user: null,
    sid: sidOf(1),
    isInit: true,
    status: 'ok',
    errors: 0,
    duration: null,
    abnormalMechanism: null,
    ...own,
  }
}

/** An aggregate of nothing in the same place. */
export function counts(own: Partial<SessionCounts> = {}): SessionCounts {
  const started = own.started ?? noon
  return {
    position: 0,
    organizationId: 1,
    projectId: 1,
    receivedAt: started + secondMs,
    started,
    release: 'shop@1.0.0',
    environment: 'production',
    user: null,
    exited: 0,
    errored: 0,
    abnormal: 0,
    crashed: 0,
    unhandled: 0,
    ...own,
  }
}

export type SessionRecord = SessionUpdate | SessionCounts

/** As a batch carries them; positions are those of the records. */
export function batchOf(spool: string, to: number, records: SessionRecord[]) {
  return {
    spool,
    to,
    updates: records.flatMap((record) => ('sid' in record ? [record] : [])),
    counts: records.flatMap((record) => ('sid' in record ? [] : [record])),
  }
}

/** Records these as one batch, an envelope each, from the spool's offset on. */
export async function give(store: SessionStore, records: SessionRecord[], spool = 'spool'): Promise<void> {
  const from = await store.offset(spool)
  const placed = records.map((record, index) => ({ ...record, position: from + index * 100 }))
  await store.record(batchOf(spool, from + records.length * 100, placed))
}

/** About project 1, two days around noon, everything in one group; what matters to a test it says itself. */
export function query(own: Partial<SessionQuery> = {}): SessionQuery {
  return {
    organizationId: 1,
    projectIds: [1],
    isWholeOrganization: false,
    where: everything,
    start: noon - dayMs,
    end: noon + dayMs,
    groupBy: [],
    groups: null,
    wants: { users: true, durations: true },
    ...own,
  }
}

export function key(own: Partial<SessionGroupKey> = {}): SessionGroupKey {
  return { projectId: null, release: null, environment: null, ...own }
}

type Counts = Partial<Omit<SessionFigures, 'users'>>

/** Zeros but for these. */
export function figures({
  users = {},
  ...own
}: Counts & { users?: Partial<SessionUsers> | null } = {}): SessionFigures {
  const none: SessionUsers = { all: 0, errored: 0, crashed: 0, abnormal: 0, unhandled: 0, anr: 0, foregroundAnr: 0 }
  return {
    sessions: 0,
    errored: 0,
    crashed: 0,
    abnormal: 0,
    unhandled: 0,
    users: users === null ? null : { ...none, ...users },
    durations: null,
    ...own,
  }
}

/** The groups in an order of their own, as the store gives them in none. */
export function inOrder<Group extends SessionGroup | SessionSeries>(groups: Group[]): Group[] {
  return groups.toSorted((a, b) => (textOf(a.key) < textOf(b.key) ? -1 : 1))
}

/** The same text for the same key, however the store built it. */
export function textOf({ projectId, release, environment }: SessionGroupKey): string {
  return JSON.stringify([projectId, release, environment])
}

export async function summarize(store: SessionStore, own: Partial<SessionQuery> = {}): Promise<SessionGroup[]> {
  return inOrder(await store.summarize(query(own)))
}

/** The figures of everything that the query finds. */
export async function totals(store: SessionStore, own: Partial<SessionQuery> = {}): Promise<SessionFigures> {
  const groups = await store.summarize(query({ ...own, groupBy: [] }))
  expect(groups.length).toBeLessThanOrEqual(1)
  return groups[0]?.figures ?? figures(query(own).wants.users ? {} : { users: null })
}

/** How many sessions began, by release. */
export async function sessionsByRelease(store: SessionStore, own: Partial<SessionQuery> = {}) {
  const groups = await summarize(store, { ...own, groupBy: ['release'] })
  return Object.fromEntries(groups.map((group) => [group.key.release ?? '', group.figures.sessions]))
}

/** The points of everything that the query finds. */
export async function series(store: SessionStore, own: Partial<SessionQuery> & { interval: number }) {
  const found = await store.countSeries({ ...query(own), groupBy: [], interval: own.interval })
  expect(found.length).toBeLessThanOrEqual(1)
  return found[0]?.points ?? []
}
