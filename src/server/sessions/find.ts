import type { ApiServices } from '../http/context.ts'
import type { Page } from '../http/paging.ts'
import { listReleasesOfStage } from '../releases/health/stages.ts'
import type { Condition } from '../storage/condition.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { SessionCondition } from '../storage/sessions/port.ts'
import { type GroupJson, showGroups } from './answer.ts'
import { findGroups, type Grouping } from './groups.ts'
import { readableFields, readOrder, type Selection } from './parameters.ts'
import { readSessionSearch } from './query.ts'
import { intervalsOf, type SessionRange } from './range.ts'
import { findGroupsByReleaseDate } from './release-order.ts'

/** Points in time of all groups of one answer together, as Sentry's documentation says. Statuses and fields do not count. */
const maxPoints = 10_000

/** A question about sessions, what its parameters say of themselves read already. */
export interface SessionsQuestion {
  organizationId: number
  projects: Project[]
  /** The projects are all of the organisation's. */
  isWholeOrganization: boolean
  /** Null = all. */
  environments: string[] | null
  search: string
  selection: Selection
  range: SessionRange
  orderBy: string[] | undefined
  includeTotals: boolean
  includeSeries: boolean
  offset: number
  /** Groups of a page; null = as many as an answer may have. Those that statuses tell apart count once. */
  size: number | null
}

/** Finds a page of the groups that are asked for. Throws `bad_request` and `invalid_query` for what cannot be told. */
export async function findSessionGroups(
  question: SessionsQuestion,
  { storage }: Pick<ApiServices, 'storage'>,
): Promise<Page<GroupJson>> {
  const { selection, offset } = question
  const { where, statuses } = await readSearch(question, storage)
  const most = Math.floor(maxPoints / intervalsOf(question.range).length)
  const size = Math.min(question.size ?? most, most)
  // No session is of two statuses, or of one that there is not.
  if (statuses?.length === 0) return pageAt([], offset, size, false)
  const fields = readableFields(selection, statuses)
  if (fields.length === 0) return pageAt([], offset, size, false)
  const order = readOrder(question.orderBy, selection, statuses)
  const grouping = makeGrouping(question, where, fields)
  const found =
    order.kind === 'field'
      ? await findGroups(grouping, order, { offset, size }, storage.sessions)
      : await findGroupsByReleaseDate(grouping, order, { offset, size: question.size, most }, storage)
  return pageAt(showGroups(found.groups, selection, statuses), offset, size, found.hasMore)
}

function readSearch(
  { organizationId, projects, environments, search }: SessionsQuestion,
  storage: ApiServices['storage'],
) {
  const projectIds = projects.map(({ id }) => id)
  return readSessionSearch(search, {
    projects,
    listReleasesOfStage: (stages, isNegated) =>
      listReleasesOfStage({ organizationId, projectIds, environments, stages, isNegated }, { storage }),
    listLatestReleases: (ids) => storage.meta.listLatestReleases(ids, { environments }),
  })
}

function makeGrouping(
  question: SessionsQuestion,
  where: Condition<SessionCondition>,
  fields: Selection['fields'],
): Grouping {
  const { organizationId, projects, isWholeOrganization, environments, selection, range } = question
  const { includeTotals, includeSeries } = question
  const { start, end, interval } = range
  const query: Grouping['query'] = {
    organizationId,
    projectIds: projects.map(({ id }) => id),
    isWholeOrganization,
    where: environments === null ? where : { kind: 'and', of: [{ kind: 'environments', environments }, where] },
    start,
    end,
    groupBy: selection.groupBy,
    groups: null,
  }
  return { query, interval, fields, includeTotals, includeSeries }
}

/** Groups have no position of their own: cursors count them, `0:50:0` as Sentry's do. */
function pageAt(rows: GroupJson[], offset: number, size: number, hasNext: boolean): Page<GroupJson> {
  const at = (place: number) => ({ value: 0, id: BigInt(place) })
  return { rows, first: at(Math.max(0, offset - size)), last: at(offset + size), hasPrevious: offset > 0, hasNext }
}
