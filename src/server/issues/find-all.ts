import { readTimeRange } from '../http/time-range.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import { resolveIssueSearch } from './search/resolve.ts'
import { findIssueIds } from './search/run.ts'

/** What a change by query means: as in the list, but for paging and sort. */
export interface IssueSelection {
  organization: Organization
  projects: Project[]
  userId: number | null
  /** `is:unresolved` unless given, as in the list. */
  query: string | undefined
  environments: string[] | null
  statsPeriod?: string
  start?: string
  end?: string
}

/** What is left is changed by asking again. */
const maxIssues = 100_000

/** Ids of all issues that the list would show on all its pages. Throws `invalid_query` as it does. */
export async function findAllIssues(
  selection: IssueSelection,
  storage: Pick<Storage, 'meta' | 'events'>,
  now: number,
): Promise<number[]> {
  const { organization, projects, userId, environments } = selection
  const context = { organizationId: organization.id, projects, environments, userId, now, meta: storage.meta }
  const condition = await resolveIssueSearch(selection.query ?? 'is:unresolved', context)
  return findIssueIds(
    {
      projectIds: projects.map((project) => project.id),
      condition,
      environments,
      range: readTimeRange(selection, now),
      now,
      limit: maxIssues,
    },
    storage,
  )
}
