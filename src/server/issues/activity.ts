import type { Json } from '../../protocol/event.ts'
import { isoTime } from '../http/schema.ts'
import type { Activity } from '../storage/meta/ports/issues.ts'
import type { User } from '../storage/meta/ports/people.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import { serializeUser } from '../users/serialize.ts'
import { findUsers } from '../users/find-users.ts'

type People = Pick<MetaStore, 'findUser' | 'findTeam'>

/** Lines of an issue's history in Sentry's shape, with the people and teams in them by name. */
export async function serializeActivities(rows: Activity[], organizationId: number, meta: People) {
  const assigned = rows.filter((row) => row.type === 'assigned')
  const idOf = (row: Activity, type: 'user' | 'team') =>
    row.data['assigneeType'] === type ? [Number(row.data['assignee'])] : []
  const teamIds = new Set(assigned.flatMap((row) => idOf(row, 'team')))
  const [users, teams] = await Promise.all([
    findUsers([...rows.flatMap((row) => row.userId ?? []), ...assigned.flatMap((row) => idOf(row, 'user'))], meta),
    Promise.all([...teamIds].map((id) => meta.findTeam(organizationId, String(id)))),
  ])
  const teamSlugs = new Map(teams.flatMap((team) => (team ? [[String(team.id), team.slug]] : [])))
  return rows.map((row) => {
    const user = row.userId === null ? null : (users.get(row.userId) ?? null)
    return {
      id: String(row.id),
      type: row.type,
      user: user && serializeUser(user),
      sentry_app: null,
      data: dataOf(row, users, teamSlugs),
      dateCreated: isoTime(row.createdAt),
    }
  })
}

function dataOf(
  { type, data }: Activity,
  users: Map<number, User>,
  teamSlugs: Map<string, string>,
): Record<string, Json> {
  if (type === 'set_resolved_in_commit') return { ...data, commit: { id: data['commit'] ?? '' } }
  if (type !== 'assigned') return data
  const assignee = typeof data['assignee'] === 'string' ? data['assignee'] : ''
  if (data['assigneeType'] === 'team') return { ...data, assigneeName: teamSlugs.get(assignee) ?? null }
  const user = users.get(Number(assignee))
  return { ...data, assigneeEmail: user?.email ?? null, assigneeName: user ? user.name || user.email : null }
}
