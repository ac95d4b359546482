import { LapwingError } from '../../errors.ts'
import type { Membership, Team, User } from '../../storage/meta/ports/people.ts'
import type { MetaStore } from '../../storage/meta/port.ts'

export type Assignment = { user: User } | { team: Team }

/**
 * Reads who is meant by `assignedTo`: a user's number, name, e-mail or the part of it before the `@`, `user:…`, `team:…` with number or slug,
 * `#slug`, `me`; null for '' and null, which unassign. Throws `invalid_input` when it is nobody of the organisation.
 */
export async function readAssignment(
  value: string | number | null,
  organizationId: number,
  caller: User | null,
  meta: Pick<MetaStore, 'listMembers' | 'findTeam'>,
): Promise<Assignment | null> {
  const text = String(value ?? '').trim()
  if (text === '') return null
  const [, kind, name = ''] = /^(user|team):(.*)$/s.exec(text) ?? []
  if (kind === 'team' || text.startsWith('#')) {
    const team = await meta.findTeam(organizationId, kind === 'team' ? name.replace(/^#/, '') : text.slice(1))
    if (!team) throw unknown(`There is no team '${text}'.`)
    return { team }
  }
  const members = await meta.listMembers(organizationId)
  if (kind === undefined && text === 'me' && caller) return { user: ownUser(members, caller) }
  const user = findMember(members, kind === 'user' ? name : text)
  if (user) return { user }
  const team = kind === undefined ? await meta.findTeam(organizationId, text) : null
  if (team) return { team }
  throw unknown(`'${text}' is nobody of this organization.`)
}

type Member = Membership & { user: User }

function ownUser(members: Member[], caller: User): User {
  const own = members.find(({ user }) => user.id === caller.id)?.user
  if (!own) throw unknown('You are not a member of this organization.')
  return own
}

/** The strongest match counts; a name that two people share is nobody's. */
function findMember(members: Member[], text: string): User | null {
  const wanted = text.toLowerCase()
  const users = members.flatMap(({ user }) => (user.isActive ? [user] : []))
  const matches: ((user: User) => boolean)[] = [
    (user) => String(user.id) === text,
    (user) => user.email.toLowerCase() === wanted,
    (user) => user.name.toLowerCase() === wanted,
    (user) => user.email.toLowerCase().split('@')[0] === wanted,
  ]
  for (const isMeant of matches) {
    const found = users.filter(isMeant)
    if (found.length > 0) return found.length === 1 ? (found[0] ?? null) : null
  }
  return null
}

function unknown(message: string): LapwingError {
  return new LapwingError('invalid_input', { fields: { assignedTo: [message] } })
}
