import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import type { Storage } from '../storage/storage.ts'
import { readFigures, wholeFigures } from './figures.ts'
import type { IssueJson } from './schema.ts'
import { serializeIssue } from './serialize.ts'
import { readIssueStates } from './state.ts'

export interface IssuesView {
  organization: Organization
  /** Issues of other projects are left out. */
  projects: Project[]
  /** Whose bookmarks and subscriptions are shown; null for tokens of an organisation. */
  userId: number | null
  baseUrl: string
}

/** Issues in their plain shape, with figures of their whole life. */
export async function readIssues(issues: Issue[], view: IssuesView, storage: Storage): Promise<IssueJson[]> {
  if (issues.length === 0) return []
  const { organization, baseUrl } = view
  const [figures, states] = await Promise.all([
    readFigures(issues, null, { from: null, to: null }, storage.events),
    readIssueStates(issues, { organizationId: organization.id, userId: view.userId }, storage.meta),
  ])
  const projects = new Map(view.projects.map((project) => [project.id, project]))
  return issues.flatMap((issue) => {
    const project = projects.get(issue.projectId)
    const state = states.get(issue.id)
    if (!project || !state) return []
    const own = figures.get(issue.id) ?? wholeFigures(issue)
    return [serializeIssue(issue, { organization, project, baseUrl, figures: own, state })]
  })
}
