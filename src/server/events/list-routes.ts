import type { Caller } from '../http/authenticate.ts'
import type { ApiServices } from '../http/context.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { type Cursor, pageOf, type Position, readCursor, readPageSize } from '../http/paging.ts'
import { route, type RouteInput } from '../http/route.ts'
import { ref } from '../http/schema.ts'
import { readTimeRange } from '../http/time-range.ts'
import { type Static, Type } from '../http/type.ts'
import { onePath } from '../issues/paths.ts'
import { resolveEventSearch } from '../issues/search/resolve.ts'
import { type Condition, type EventCondition, everything } from '../storage/condition.ts'
import type { EventPoint, FoundEvent } from '../storage/events/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { listNearEvents } from './near.ts'
import { readFullEvent } from './read-event.ts'
import { EventSchema, EventSummarySchema } from './schema.ts'
import { serializeEventRow } from './serialize.ts'

const tags = ['Events']

const EventListQuerySchema = Type.Object({
  /** With the whole event, entries and all. */
  full: Type.Optional(Type.Boolean()),
  /** In an order that has nothing to do with time, the same each time it is asked for. */
  sample: Type.Optional(Type.Boolean()),
  /** A search over events: `user.email:jane@example.com`, `browser.name:Firefox` … */
  query: Type.Optional(Type.String({ maxLength: 4096 })),
  environment: EnvironmentsQuery,
  statsPeriod: Type.Optional(Type.String()),
  start: Type.Optional(Type.String()),
  end: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer()),
  per_page: Type.Optional(Type.Integer()),
  cursor: Type.Optional(Type.String()),
})
const EventListSchema = Type.Array(Type.Union([ref(EventSchema), ref(EventSummarySchema)]))

const listIssueEvents = route({
  method: 'GET',
  ...onePath('events/'),
  permission: ['event:read', 'event:write', 'event:admin'],
  query: EventListQuerySchema,
  response: EventListSchema,
  summary: 'Events of an issue, newest first',
  tags,
  async handler(input, services) {
    const { project, issue } = input
    const search = await readSearch(input, [project], services)
    if (search.isSample) {
      const where: Condition<EventCondition> = {
        kind: 'and',
        of: [{ kind: 'issues', issueIds: [issue.id] }, search.where ?? everything],
      }
      return answer(await listSample([project], { ...search, where }, services), search, [project], input, services)
    }
    const rows = await listNearEvents(
      {
        issueId: issue.id,
        environments: search.environments,
        start: search.start,
        end: search.end,
        limit: search.size + 1,
        oldestFirst: search.cursor?.backwards ?? false,
        after: pointOf(search.cursor),
        ...(search.where && { where: search.where }),
      },
      services.storage,
    )
    return answer(rows, search, [project], input, services)
  },
})

const listProjectEvents = route({
  method: 'GET',
  path: '/projects/{organization_id_or_slug}/{project_id_or_slug}/events/',
  permission: ['project:read', 'project:write', 'project:admin'],
  query: EventListQuerySchema,
  response: EventListSchema,
  summary: 'Events of a project, newest first',
  tags,
  async handler(input, services) {
    const { project } = input
    const search = await readSearch(input, [project], services)
    const rows = search.isSample
      ? await listSample([project], search, services)
      : await walk(
          services.storage.events.searchEvents({
            ...scopeOf([project], search),
            limit: search.size + 1,
            after: pointOf(search.cursor),
            backwards: search.cursor?.backwards ?? false,
          }),
          search.cursor,
        )
    return answer(rows, search, [project], input, services)
  },
})

type ListInput = Pick<RouteInput, 'page'> & {
  caller: Caller
  organization: Organization
  query: Static<typeof EventListQuerySchema>
}

/** What a list was asked for, read. */
interface Search {
  environments: string[] | null
  start: number | null
  end: number | null
  where: Condition<EventCondition> | null
  isSample: boolean
  cursor: Cursor | null
  size: number
}

async function readSearch(
  { query, caller, organization }: ListInput,
  projects: Project[],
  { storage, now }: ApiServices,
): Promise<Search> {
  const at = now()
  const environments = readEnvironments(query.environment)
  const range = readTimeRange(query, at)
  const context = { organizationId: organization.id, projects, environments, userId: caller.user?.id ?? null, now: at }
  return {
    environments,
    start: range.from,
    end: range.to,
    where: query.query?.trim() ? await resolveEventSearch(query.query, { ...context, meta: storage.meta }) : null,
    isSample: query.sample ?? false,
    cursor: readCursor(query.cursor),
    size: readPageSize(query, 100),
  }
}

function scopeOf(projects: Project[], { environments, start, end, where }: Search) {
  return { projectIds: projects.map((project) => project.id), environments, start, end, where: where ?? everything }
}

function listSample(projects: Project[], search: Search, { storage }: ApiServices): Promise<FoundEvent[]> {
  const found = storage.events.searchEvents({
    ...scopeOf(projects, search),
    order: 'id',
    limit: search.size + 1,
    after: pointOf(search.cursor),
    backwards: search.cursor?.backwards ?? false,
  })
  return walk(found, search.cursor)
}

/** In the direction of the walk, as `answer` takes them. */
async function walk(found: Promise<FoundEvent[]>, cursor: Cursor | null): Promise<FoundEvent[]> {
  const rows = await found
  return cursor?.backwards ? rows.toReversed() : rows
}

function pointOf(cursor: Cursor | null): EventPoint | null {
  return cursor && { timestamp: cursor.value, eventId: cursor.id.toString(16).padStart(32, '0') }
}

/** `walked`: one more than a page, in the direction of the walk. */
async function answer(
  walked: FoundEvent[],
  search: Search,
  projects: Project[],
  { page, query }: ListInput,
  { storage }: ApiServices,
) {
  const rows = walked.slice(0, search.size)
  if (search.cursor?.backwards) rows.reverse()
  const positionOf = (row: FoundEvent): Position => ({
    value: search.isSample ? 0 : row.timestamp,
    id: BigInt(`0x${row.eventId}`),
  })
  const shown = page(pageOf(rows, walked.length > search.size, search.cursor, positionOf), search.cursor)
  if (!query.full) return shown.map(serializeEventRow)
  const events = await Promise.all(
    shown.flatMap((row) => {
      const project = projects.find((one) => one.id === row.projectId)
      return project ? [readFullEvent(row, project, storage)] : []
    }),
  )
  return events.filter((event) => event !== null)
}

export const eventListRoutes = [listIssueEvents, listProjectEvents]
