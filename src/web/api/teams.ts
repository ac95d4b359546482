import { request } from './request.ts'

export interface Team {
  id: string
  slug: string
  name: string
  isMember: boolean
  memberCount: number
}

export const listTeams = (org: string, signal?: AbortSignal) =>
  request<Team[]>('GET', `/organizations/${org}/teams/`, { signal })

export const createTeam = (org: string, name: string) =>
  request<Team>('POST', `/organizations/${org}/teams/`, { body: { name } })

export const deleteTeam = (org: string, team: string) => request<void>('DELETE', `/teams/${org}/${team}/`)

export const joinTeam = (org: string, team: string) =>
  request<unknown>('POST', `/organizations/${org}/members/me/teams/${team}/`)

export const leaveTeam = (org: string, team: string) =>
  request<unknown>('DELETE', `/organizations/${org}/members/me/teams/${team}/`)
