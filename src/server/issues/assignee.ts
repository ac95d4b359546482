import type { Issue, MetaStore } from '../storage/meta/port.ts'
import type { IssueJson } from './schema.ts'

/** Who an issue is assigned to, by name. */
export async function readAssignee(
  issue: Issue,
  organizationId: number,
  meta: Pick<MetaStore, 'findUser' | 'findTeam'>,
): Promise<IssueJson['assignedTo']> {
  if (issue.assigneeUserId !== null) {
    const user = await meta.findUser(issue.assigneeUserId)
    return user && { type: 'user', id: String(user.id), name: user.name || user.email, email: user.email }
  }
  if (issue.assigneeTeamId !== null) {
    const team = await meta.findTeam(organizationId, String(issue.assigneeTeamId))
    return team && { type: 'team', id: String(team.id), name: team.slug }
  }
  return null
}
