import { readScope, type Scope } from '../shell/scope.ts'
import { readOne } from '../shell/search-params.ts'

export const issueTabs = [
  { value: 'unresolved', label: 'Unresolved', condition: 'is:unresolved' },
  { value: 'resolved', label: 'Resolved', condition: 'is:resolved' },
  { value: 'archived', label: 'Archived', condition: 'is:ignored' },
  { value: 'all', label: 'All', condition: '' },
] as const
export type IssueTab = (typeof issueTabs)[number]['value']

export const issueSorts = [
  { value: 'date', label: 'Last seen' },
  { value: 'new', label: 'First seen' },
  { value: 'freq', label: 'Events' },
  { value: 'user', label: 'Users' },
  { value: 'priority', label: 'Priority' },
  { value: 'trends', label: 'Trends' },
] as const
export type IssueSort = (typeof issueSorts)[number]['value']

export const defaultQuery = 'is:unresolved'

/** The list's own part of the URL. `query` '' means everything; undefined the default. */
export interface ListSearch extends Scope {
  query?: string
  sort?: IssueSort
}

export const defaultListSearch: ListSearch = {}

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const sort = readOne(search.sort)
  return {
    ...readScope(search),
    // An empty query is dropped from a URL; `*` stands for it.
    query: readOne(search.query),
    sort: issueSorts.find((one) => one.value === sort && one.value !== 'date')?.value,
  }
}

/** Of the page of an issue's events: the list's part comes along, so that the way back leads to the same list. */
export interface EventListSearch extends ListSearch {
  eventQuery?: string
}

export const readEventListSearch = (search: Record<string, unknown>): EventListSearch => ({
  ...readListSearch(search),
  eventQuery: readOne(search.eventQuery),
})

/** What the search box holds and the server is asked: the default when the URL says nothing, '' for `*`. */
export function queryText(search: ListSearch): string {
  if (search.query === undefined) return defaultQuery
  return search.query.trim() === '*' ? '' : search.query
}

/** The way back into the URL. */
export function queryParameter(text: string): string | undefined {
  const query = text.trim()
  if (query === defaultQuery) return undefined
  return query === '' ? '*' : query
}

const statusCondition = /(^|\s)!?is:(unresolved|resolved|ignored|archived)(?=\s|$)/gi

/** Which tab a query belongs to; null when its status conditions say more than one tab can. */
export function tabOf(query: string): IssueTab | null {
  const conditions = [...query.matchAll(statusCondition)].map((match) =>
    match[0].trim().toLowerCase().replace('archived', 'ignored'),
  )
  if (conditions.length > 1) return null
  return issueTabs.find((tab) => tab.condition === (conditions[0] ?? ''))?.value ?? null
}

/** The same query under another tab: its status condition replaced, the rest kept. */
export function withTab(query: string, tab: IssueTab): string {
  const rest = query.replace(statusCondition, ' ').replace(/\s+/g, ' ').trim()
  const condition = issueTabs.find((one) => one.value === tab)?.condition ?? ''
  return [condition, rest].filter(Boolean).join(' ')
}
