import { type Query, request, requestPage } from './request.ts'
import type { UserSession, WholeUserSession } from './types.ts'

export const listUserSessions = (org: string, query: Query, signal?: AbortSignal) =>
  requestPage<UserSession>(`/organizations/${org}/user-sessions/`, { query, signal })

/** By its id, or by the id of a replay or session of release health that is part of it. */
export const readUserSession = (org: string, id: string, project: readonly string[], signal?: AbortSignal) =>
  request<WholeUserSession>('GET', `/organizations/${org}/user-sessions/${id}/`, { query: { project }, signal })
