import type { SearchContext } from '../issues/search/context.ts'
import { resolveEventSearch } from '../issues/search/resolve.ts'
import type { TableCell } from '../storage/events/table.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import type { CellNames, ValueType } from './columns.ts'
import { splitHaving } from './having.ts'
import { type EventsQuery, readEventsQuery } from './query.ts'

/** The request, within what the caller may see. */
export interface EventsRequest {
  fields: string[]
  sort: string[]
  query: string
  start: number
  end: number
  limit: number
  offset: number
}

export interface EventsAnswer {
  data: Record<string, TableCell>[]
  fields: Record<string, ValueType>
  hasMore: boolean
}

/** Reads a query whole: what is wrong with it is thrown. */
export function readRequest({ fields, sort, query, start, end }: Omit<EventsRequest, 'limit' | 'offset'>): {
  query: EventsQuery
  search: string
} {
  const { query: search, having } = splitHaving(query)
  return { query: readEventsQuery(fields, sort, having, { minutes: (end - start) / 60_000 }), search }
}

/** Runs a query over events of the context's projects. */
export async function runEventsQuery(
  request: EventsRequest,
  context: SearchContext,
  storage: Pick<Storage, 'meta' | 'events'>,
): Promise<EventsAnswer> {
  const { query, search } = readRequest(request)
  const rows = await storage.events.tabulate({
    projectIds: context.projects.map((project) => project.id),
    environments: context.environments,
    start: request.start,
    end: request.end,
    where: await resolveEventSearch(search, context),
    ...query.table,
    limit: request.limit + 1,
    offset: request.offset,
  })
  const kept = rows.slice(0, request.limit)
  const names = await readNames(query, kept, context.projects, storage)
  const all = [...query.columns, ...query.figures]
  const fields: Record<string, ValueType> = {}
  for (const name of query.shown) fields[name] = all.find((one) => one.name === name)?.type ?? 'string'
  const data = kept.map((row) => {
    const cells: Record<string, TableCell> = {}
    for (const name of query.shown) {
      const place = all.findIndex((one) => one.name === name)
      cells[name] = all[place]?.show(row[place] ?? null, names) ?? null
    }
    return cells
  })
  return { data, fields, hasMore: rows.length > request.limit }
}

async function readNames(
  { columns }: EventsQuery,
  rows: TableCell[][],
  projects: Project[],
  { meta }: Pick<Storage, 'meta'>,
): Promise<CellNames> {
  const ids = new Set<number>()
  for (const [place, { name }] of columns.entries()) {
    if (name !== 'issue') continue
    for (const row of rows) if (typeof row[place] === 'number') ids.add(row[place])
  }
  const issues = ids.size === 0 ? [] : await meta.findIssues([...ids])
  return {
    projects: new Map(projects.map((project) => [project.id, project])),
    issues: new Map(issues.map(({ id, projectId, number }) => [id, { projectId, number }])),
  }
}
