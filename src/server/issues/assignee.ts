import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Team, User } from '../storage/meta/ports/people.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { findUsers } from '../users/find-users.ts'
import type { IssueJson } from './schema.ts'

type Actor = NonNullable<IssueJson['assignedTo']>

/** Who issues are assigned to, by name; those without an assignee are left out. Each person and team is looked up once. */
export async function readAssignees(
  issues: Pick<Issue, 'id' | 'assigneeUserId' | 'assigneeTeamId'>[],
  organizationId: number,
  meta: Pick<MetaStore, 'findUser' | 'findTeam'>,
): Promise<Map<number, Actor>> {
  const teamIds = new Set(issues.flatMap(({ assigneeTeamId }) => assigneeTeamId ?? []))
  const [users, teams] = await Promise.all([
    findUsers(
      issues.flatMap(({ assigneeUserId }) => assigneeUserId ?? []),
      meta,
    ),
    Promise.all([...teamIds].map((id) => meta.findTeam(organizationId, String(id)))),
  ])
  const byId = new Map(teams.flatMap((team) => (team ? [[team.id, team]] : [])))
  return new Map(
    issues.flatMap(({ id, assigneeUserId, assigneeTeamId }) => {
      const user = users.get(assigneeUserId ?? 0)
      const team = byId.get(assigneeTeamId ?? 0)
      const actor = user ? serializeUserActor(user) : team && serializeTeamActor(team)
      return actor ? [[id, actor]] : []
    }),
  )
}

export function serializeUserActor(user: User): Actor {
  return { type: 'user', id: String(user.id), name: user.name || user.email, email: user.email }
}

export function serializeTeamActor(team: Team): Actor {
  return { type: 'team', id: String(team.id), name: team.slug }
}
