import { readFullEvent } from '../events/read-event.ts'
import { serializeEventRow } from '../events/serialize.ts'
import { LapwingError } from '../errors.ts'
import type { ApiServices } from '../http/context.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { AnyObject, nullable } from '../http/schema.ts'
import { Type } from '../http/type.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { User } from '../storage/meta/ports/people.ts'
import { onePath } from './paths.ts'

const tags = ['Issues']

const HashSchema = Type.Object({
  id: Type.String(),
  latestEvent: nullable(AnyObject),
  mergedBySeer: Type.Boolean(),
  seerMatchDistance: nullable(Type.Number()),
})

const listHashes = route({
  method: 'GET',
  ...onePath('hashes/'),
  permission: ['event:read', 'event:write', 'event:admin'],
  query: Type.Object({
    /** False leaves out stack traces and the rest of the payload. */
    full: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer()),
    per_page: Type.Optional(Type.Integer()),
    cursor: Type.Optional(Type.String()),
  }),
  response: Type.Array(HashSchema),
  summary: 'Grouping hashes of an issue, each with its newest event, last seen first',
  tags,
  async handler({ project, issue, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const hashes = await storage.events.countHashes(issue.id)
    const rows = pageOfList(hashes, cursor, readPageSize(query, 50), (row) => ({
      value: -row.lastSeen,
      id: BigInt(`0x${row.hash || '0'}`),
    }))
    return Promise.all(
      page(rows, cursor).map(async ({ hash, latestEventId }) => {
        const row = await storage.events.findEvent([project.id], latestEventId)
        const summary = row && serializeEventRow(row)
        const latestEvent = row && query.full !== false ? await readFullEvent(row, project, storage) : null
        return { id: hash, latestEvent: latestEvent ?? summary, mergedBySeer: false, seerMatchDistance: null }
      }),
    )
  },
})

const UnmergeQuery = Type.Object({ id: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })) })
const unmergeSummary = 'Take the events with these hashes out of an issue, into a new one'

const unmerge = route({
  method: 'DELETE',
  ...onePath('hashes/'),
  permission: ['event:admin'],
  query: UnmergeQuery,
  response: null,
  status: 202,
  summary: unmergeSummary,
  tags,
  async handler({ issue, caller, query }, services) {
    await unmergeHashes(issue, query.id, caller.user, services)
  },
})

/** What Sentry's page does today: nothing is deleted, so that people who may write may unmerge. */
const unmergeByPut = route({
  method: 'PUT',
  ...onePath('hashes/'),
  permission: ['event:write', 'event:admin'],
  query: UnmergeQuery,
  response: null,
  status: 202,
  summary: unmergeSummary,
  tags,
  async handler({ issue, caller, query }, services) {
    await unmergeHashes(issue, query.id, caller.user, services)
  },
})

async function unmergeHashes(
  issue: Issue,
  hashes: string[] | undefined,
  user: User | null,
  { storage, now, onJobFiled }: ApiServices,
): Promise<void> {
  if (!hashes || hashes.length === 0) throw new LapwingError('bad_request', { detail: 'Name the hashes by id' })
  const by = { userId: user?.id ?? null, at: now() }
  if (!(await storage.meta.unmergeHashes(issue.id, hashes, by))) {
    throw new LapwingError('bad_request', { detail: 'The issue has none of these hashes, or no others' })
  }
  onJobFiled?.()
}

export const issueHashRoutes = [listHashes, unmerge, unmergeByPut]
