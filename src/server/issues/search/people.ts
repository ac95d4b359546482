import type { TextFilter, TextInFilter } from '../../../protocol/search/ast.ts'
import { unescapeText } from '../../../protocol/search/wildcard.ts'
import type { IssueCondition } from '../../storage/condition.ts'
import type { SearchContext } from './context.ts'

/** Whom the values of a filter name. Who is not there is nobody at all, as in Sentry: such a search finds nothing. */
export interface Actors {
  userIds: number[]
  teamIds: number[]
  /** `none` or `""`: those that nobody has. */
  nobody: boolean
}

/**
 * `me`, `none`, `my_teams`, `#team-slug` or a person of the organisation by e-mail, name, what stands before the @, or id. Everything in any
 * case.
 */
export async function resolveActors(
  filter: TextFilter | TextInFilter,
  { organizationId, userId, meta }: SearchContext,
): Promise<Actors> {
  const values = filter.kind === 'text' ? [filter.value] : filter.values.filter((value) => value !== null)
  const names = values.map((value) => unescapeText(value.raw).toLowerCase())
  const actors: Actors = { userIds: [], teamIds: [], nobody: false }
  const teams = names.some((name) => name.startsWith('#') || name === 'my_teams')
    ? await meta.listTeams(organizationId)
    : []
  const members = names.some((name) => !isWord(name) && !name.startsWith('#'))
    ? await meta.listMembers(organizationId)
    : []
  for (const name of names) {
    if (name === '' || name === 'none') {
      actors.nobody = true
    } else if (name === 'me') {
      if (userId !== null) actors.userIds.push(userId)
    } else if (name === 'my_teams') {
      const own = userId === null ? [] : await meta.listTeamIdsOfUser(userId)
      actors.teamIds.push(...teams.filter((team) => own.includes(team.id)).map((team) => team.id))
    } else if (name.startsWith('#')) {
      actors.teamIds.push(...teams.filter((team) => team.slug.toLowerCase() === name.slice(1)).map((team) => team.id))
    } else {
      actors.userIds.push(...members.filter(({ user }) => isNamed(user, name)).map(({ user }) => user.id))
    }
  }
  return actors
}

function isWord(name: string): boolean {
  return name === '' || name === 'none' || name === 'me' || name === 'my_teams'
}

function isNamed(user: { id: number; email: string; name: string }, name: string): boolean {
  const email = user.email.toLowerCase()
  return (
    email === name ||
    user.name.toLowerCase() === name ||
    email.slice(0, email.lastIndexOf('@')) === name ||
    String(user.id) === name
  )
}

export function assignedTo(actors: Actors): IssueCondition {
  return { kind: 'assigned', ...actors }
}
