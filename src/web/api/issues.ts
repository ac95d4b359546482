import { request, requestPage } from './request.ts'
import type { Issue, IssueDetail, IssueStatus, IssueSubstatus } from './types.ts'

export interface IssueListQuery {
  query: string
  sort: string
  project?: readonly string[]
  environment?: readonly string[]
  statsPeriod?: string
  start?: string
  end?: string
  cursor?: string | null
  limit?: number
}

export const listIssues = (org: string, query: IssueListQuery, signal?: AbortSignal) =>
  requestPage<Issue>(`/organizations/${org}/issues/`, { query: { ...query, groupStatsPeriod: 'auto' }, signal })

export const readIssue = (org: string, issue: string, environment?: readonly string[], signal?: AbortSignal) =>
  request<IssueDetail>('GET', `/organizations/${org}/issues/${issue}/`, { query: { environment }, signal })

export const updateIssue = (org: string, issue: string, change: { status: IssueStatus; substatus?: IssueSubstatus }) =>
  request<Issue>('PUT', `/organizations/${org}/issues/${issue}/`, { body: change })

export const findShortId = (org: string, shortId: string, signal?: AbortSignal) =>
  request<{ groupId: string; shortId: string }>(
    'GET',
    `/organizations/${org}/shortids/${encodeURIComponent(shortId)}/`,
    { signal },
  )
