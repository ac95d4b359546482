import { request } from './request.ts'

/** Whom an issue can be assigned to. `id` as the API writes it: `user:1`, `team:2`. */
export interface Actor {
  id: string
  type: 'user' | 'team'
  name: string
  /** E-mail or slug: what tells two of the same name apart, and what a search says. */
  handle: string
}

interface MemberAnswer {
  name: string
  email: string
  user: { id: string; name: string; email: string } | null
}

interface TeamAnswer {
  id: string
  slug: string
  name: string
}

/** Teams first, then people, each by name. Who is only invited cannot be assigned to. */
export async function listActors(org: string, signal?: AbortSignal): Promise<Actor[]> {
  const [members, teams] = await Promise.all([
    request<MemberAnswer[]>('GET', `/organizations/${org}/members/`, { query: { per_page: 100 }, signal }),
    request<TeamAnswer[]>('GET', `/organizations/${org}/teams/`, { query: { per_page: 100 }, signal }),
  ])
  return [
    ...teams.map(({ id, slug }): Actor => ({ id: `team:${id}`, type: 'team', name: slug, handle: slug })),
    ...members.flatMap(({ user }): Actor[] =>
      user ? [{ id: `user:${user.id}`, type: 'user', name: user.name || user.email, handle: user.email }] : [],
    ),
  ]
}
