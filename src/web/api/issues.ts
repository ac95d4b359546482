import { request, requestPage } from './request.ts'
import type { Activity, EventSummary, Issue, IssueDetail, IssuePriority, IssueStatus, IssueSubstatus } from './types.ts'

/** Which issues are meant: those that the list shows on all its pages. */
export interface IssueMatch {
  query: string
  project?: readonly string[]
  environment?: readonly string[]
  statsPeriod?: string
  start?: string
  end?: string
}

export interface IssueListQuery extends IssueMatch {
  sort: string
  cursor?: string | null
  limit?: number
}

export const listIssues = (org: string, query: IssueListQuery, signal?: AbortSignal) =>
  requestPage<Issue>(`/organizations/${org}/issues/`, { query: { ...query, groupStatsPeriod: 'auto' }, signal })

/** All but its tags, which are at `listIssueTags`. */
export const readIssue = (org: string, issue: string, environment?: readonly string[], signal?: AbortSignal) =>
  request<IssueDetail>('GET', `/organizations/${org}/issues/${issue}/`, {
    query: { environment, collapse: ['tags'] },
    signal,
  })

/** What a person may change of issues; what is left out stays. */
export interface IssueChange {
  status?: IssueStatus
  substatus?: IssueSubstatus
  statusDetails?: {
    inRelease?: string
    inNextRelease?: true
    ignoreCount?: number
    ignoreUserCount?: number
    /** Minutes. */
    ignoreDuration?: number
  }
  /** `user:1`, `team:2`; '' for nobody. */
  assignedTo?: string
  priority?: IssuePriority
  isBookmarked?: boolean
  isSubscribed?: boolean
  hasSeen?: boolean
  /** False: reviewed. */
  inbox?: false
}

export const updateIssue = (org: string, issue: string, change: IssueChange) =>
  request<Issue>('PUT', `/organizations/${org}/issues/${issue}/`, { body: change })

export const updateIssues = (org: string, ids: readonly string[], change: IssueChange) =>
  request<unknown>('PUT', `/organizations/${org}/issues/`, { query: { id: ids }, body: change })

/** Changes every issue that matches, whether the list has come to it or not. */
export const updateMatching = (org: string, match: IssueMatch, change: IssueChange) =>
  request<unknown>('PUT', `/organizations/${org}/issues/`, { query: { ...match }, body: change })

/** Puts the others into the one with the most events; says which that is. */
export const mergeIssues = (org: string, ids: readonly string[]) =>
  request<{ merge: { parent: string; children: string[] } }>('PUT', `/organizations/${org}/issues/`, {
    query: { id: ids },
    body: { merge: true },
  })

export const deleteIssues = (org: string, ids: readonly string[]) =>
  request<void>('DELETE', `/organizations/${org}/issues/`, { query: { id: ids } })

export const deleteMatching = (org: string, match: IssueMatch) =>
  request<void>('DELETE', `/organizations/${org}/issues/`, { query: { ...match } })

/** A way of grouping whose events are in the issue. */
export interface IssueHash {
  id: string
  latestEvent: Pick<EventSummary, 'eventID' | 'title' | 'dateCreated'> | null
}

export const listHashes = (org: string, issue: string, signal?: AbortSignal) =>
  request<IssueHash[]>('GET', `/organizations/${org}/issues/${issue}/hashes/`, {
    query: { full: false, per_page: 100 },
    signal,
  })

/** Takes the events with these hashes out, into an issue of their own. */
export const unmergeHashes = (org: string, issue: string, ids: readonly string[]) =>
  request<void>('PUT', `/organizations/${org}/issues/${issue}/hashes/`, { query: { id: ids } })

/** What somebody who met the error wrote about it. */
export interface UserReport {
  id: string
  eventID: string
  name: string
  email: string
  comments: string
  dateCreated: string
}

export const listUserReports = (org: string, issue: string, cursor: string | null, signal?: AbortSignal) =>
  requestPage<UserReport>(`/organizations/${org}/issues/${issue}/user-reports/`, {
    query: { cursor, per_page: 10 },
    signal,
  })

export const addNote = (org: string, issue: string, text: string) =>
  request<Activity>('POST', `/organizations/${org}/issues/${issue}/comments/`, { body: { text } })

export const deleteNote = (org: string, issue: string, note: string) =>
  request<void>('DELETE', `/organizations/${org}/issues/${issue}/comments/${note}/`)

export const findShortId = (org: string, shortId: string, signal?: AbortSignal) =>
  request<{ groupId: string; shortId: string }>(
    'GET',
    `/organizations/${org}/shortids/${encodeURIComponent(shortId)}/`,
    { signal },
  )
