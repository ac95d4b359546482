import { LapwingError } from '../errors.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { ProjectSelection } from './update/apply.ts'
import { chunksOf } from './update/chunks.ts'
import { readStatusName } from './update/status.ts'

/** More than this in one address is no list that people picked. */
export const maxNamedIds = 1000

/** Those of the named issues that are in the projects and, if told, of this status. */
export async function selectByIds(
  ids: number[],
  projects: Project[],
  status: string | undefined,
  meta: Pick<MetaStore, 'matchIssues'>,
): Promise<number[]> {
  const projectIds = projects.map((project) => project.id)
  const wanted = readStatus(status)
  const where = wanted === null ? { kind: 'and' as const, of: [] } : { kind: 'status' as const, statuses: [wanted] }
  return meta.matchIssues({ projectIds, where, ids, limit: ids.length })
}

/** The query of the list, narrowed to a status when one is told (`sentry-cli issues --status`). */
export function narrowQuery(query: string | undefined, status: string | undefined): string | undefined {
  const wanted = readStatus(status)
  if (wanted === null) return query
  return query === undefined ? `is:${wanted}` : `is:${wanted} ${query}`
}

function readStatus(name: string | undefined) {
  if (name === undefined || name === '') return null
  const status = readStatusName(name)
  if (!status) throw new LapwingError('bad_request', { detail: `Invalid status: '${name}'` })
  return status
}

/** Sorts issues by the project that they are in; one look where there is one project, else a look at each. */
export async function groupByProject(
  ids: number[],
  projects: Project[],
  meta: Pick<MetaStore, 'findIssues'>,
): Promise<ProjectSelection[]> {
  const [only] = projects
  if (projects.length === 1 && only) return ids.length > 0 ? [{ project: only, ids }] : []
  const byId = new Map(projects.map((project) => [project.id, project]))
  const selections = new Map<number, ProjectSelection>()
  for (const chunk of chunksOf(ids)) {
    for (const issue of await meta.findIssues(chunk)) addTo(selections, issue, byId.get(issue.projectId))
  }
  return [...selections.values()]
}

function addTo(selections: Map<number, ProjectSelection>, issue: Issue, project: Project | undefined): void {
  if (!project) return
  const selection = selections.get(project.id) ?? { project, ids: [] }
  selection.ids.push(issue.id)
  selections.set(project.id, selection)
}
