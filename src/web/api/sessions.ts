import { request } from './request.ts'
import type { Answers } from './schema.ts'

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

type Answer = Answers['GET /api/0/organizations/{organization_id_or_slug}/sessions/']

/** Figures by the name of their field; null where there is nothing to tell. */
export type SessionTotals = Record<string, number | null>

/** Series have one value for each of the answer's intervals. Totals are there unless one asks for none, which nobody does here. */
export type SessionGroup = Answer['groups'][number] & { totals: SessionTotals }

export type SessionsAnswer = Pick<Answer, 'start' | 'end' | 'intervals'> & { groups: SessionGroup[] }

/** Sessions and their users over time. */
export const querySessions = (org: string, query: SessionsQuery, signal?: AbortSignal) =>
  request<SessionsAnswer>('GET', `/organizations/${org}/sessions/`, { query: { ...query }, signal })
