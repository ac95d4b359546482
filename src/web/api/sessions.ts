import { request } from './request.ts'

/** How sessions are told apart, the well ones first: each that began is of one of these. */
export const sessionStatuses = ['healthy', 'errored', 'unhandled', 'abnormal', 'crashed'] as const
export type SessionStatus = (typeof sessionStatuses)[number]

export interface SessionsQuery {
  field: readonly string[]
  groupBy?: readonly ('project' | 'release' | 'environment' | 'session.status')[]
  query?: string
  project?: readonly string[]
  environment?: readonly string[]
  statsPeriod?: string
  start?: string
  end?: string
  interval: string
  /** 0: totals only. */
  includeSeries?: 0
}

/** Figures by the name of their field; null where there is nothing to tell. */
export type SessionTotals = Record<string, number | null>

export interface SessionGroup {
  by: { project?: number | null; release?: string | null; environment?: string | null; 'session.status'?: string }
  totals: SessionTotals
  /** One value for each of the answer's intervals. */
  series?: Record<string, (number | null)[]>
}

export interface SessionsAnswer {
  start: string
  end: string
  /** When each begins. */
  intervals: string[]
  groups: SessionGroup[]
}

/** Sessions and their users over time. */
export const querySessions = (org: string, query: SessionsQuery, signal?: AbortSignal) =>
  request<SessionsAnswer>('GET', `/organizations/${org}/sessions/`, { query: { ...query }, signal })
