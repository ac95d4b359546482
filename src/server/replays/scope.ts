import type { ApiServices } from '../http/context.ts'
import { EnvironmentsQuery, readEnvironments } from '../http/environments.ts'
import { readTimeRange } from '../http/time-range.ts'
import { Type } from '../http/type.ts'
import { readScopeProjects } from '../issues/scope-projects.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'

const Text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const Texts = Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 }))

/** As in Sentry, unless told otherwise. */
const defaultPeriod = 90 * 86_400_000

/** Which projects, environments and times a question over an organisation's replays is about. */
export const scopeQuery = {
  project: Texts,
  projectSlug: Texts,
  project_id_or_slug: Texts,
  environment: EnvironmentsQuery,
  statsPeriod: Text(20),
  start: Text(40),
  end: Text(40),
}

export const searchQuery = { query: Text(10_000) }
export const sortQuery = { sort: Text(100), sortBy: Text(100), orderBy: Text(100) }
export const pagingQuery = { per_page: Type.Optional(Type.Integer()), cursor: Text(100) }

export interface ReplayScope {
  projects: Project[]
  /** Null = all. */
  environments: string[] | null
  start: number
  end: number
}

/** Throws `forbidden` for a project that is not there, `bad_request` for a time that is none. */
export async function readReplayScope(
  query: {
    project?: string[]
    projectSlug?: string[]
    project_id_or_slug?: string[]
    environment?: string[]
    statsPeriod?: string
    start?: string
    end?: string
  },
  organization: Organization,
  { storage, now }: Pick<ApiServices, 'storage' | 'now'>,
): Promise<ReplayScope> {
  const { project = [], projectSlug = [], project_id_or_slug: named = [] } = query
  const { from, to } = readTimeRange(query, now())
  const end = to ?? now()
  return {
    projects: await readScopeProjects(organization.id, [...project, ...projectSlug, ...named], storage.meta),
    environments: readEnvironments(query.environment),
    start: from ?? end - defaultPeriod,
    end,
  }
}
