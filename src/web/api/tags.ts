import { request, requestPage } from './request.ts'
import type { TagSummary } from './types.ts'

interface TagKeyAnswer {
  key: string
  name: string
}

interface TagValueAnswer {
  value: string | null
  count: number
}

/** Whose tags: events' or replays'. */
export type TagDataset = 'events' | 'replays'

/** Keys of the tags that the organisation's events, or replays, carry, most used first. */
export const listTagKeys = (
  org: string,
  query: { dataset: TagDataset; project: readonly string[] | undefined },
  signal?: AbortSignal,
) => request<TagKeyAnswer[]>('GET', `/organizations/${org}/tags/`, { query: { ...query, statsPeriod: '14d' }, signal })

/** Values of one tag that hold the text, most frequent first. */
export const listTagValues = (
  org: string,
  key: string,
  query: { dataset: TagDataset; project: readonly string[] | undefined; query: string },
  signal?: AbortSignal,
) =>
  request<TagValueAnswer[]>('GET', `/organizations/${org}/tags/${encodeURIComponent(key)}/values/`, {
    query: { ...query, statsPeriod: '14d', per_page: 20 },
    signal,
  })

export const tagValueSorts = [
  { value: 'count', label: 'Events' },
  { value: 'date', label: 'Last seen' },
  { value: 'age', label: 'First seen' },
] as const
export type TagValueSort = (typeof tagValueSorts)[number]['value']

/** A value of a tag among the events of an issue. */
export interface IssueTagValue {
  name: string
  value: string
  count: number
  firstSeen: string
  lastSeen: string
}

/** Values of a tag of an issue that hold the text. */
export const listIssueTagValues = (
  org: string,
  issue: string,
  key: string,
  query: { query: string; sort: TagValueSort; environment?: readonly string[]; cursor: string | null },
  signal?: AbortSignal,
) =>
  requestPage<IssueTagValue>(`/organizations/${org}/issues/${issue}/tags/${encodeURIComponent(key)}/values/`, {
    query: { ...query, per_page: 50 },
    signal,
  })

/** The tags of an issue's events, each with its most frequent values. */
export const listIssueTags = (
  org: string,
  issue: string,
  environment: readonly string[] | undefined,
  signal?: AbortSignal,
) => request<TagSummary[]>('GET', `/organizations/${org}/issues/${issue}/tags/`, { query: { environment }, signal })

/** How many events carry the tag, and how many values it has. */
export const readIssueTag = (
  org: string,
  issue: string,
  key: string,
  environment: readonly string[] | undefined,
  signal?: AbortSignal,
) =>
  request<{ key: string; totalValues: number; uniqueValues: number }>(
    'GET',
    `/organizations/${org}/issues/${issue}/tags/${encodeURIComponent(key)}/`,
    { query: { environment }, signal },
  )
