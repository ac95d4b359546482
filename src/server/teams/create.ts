import { LapwingError } from '../errors.ts'
import { slugRule } from '../projects/create.ts'
import { isSlug, slugOf } from '../projects/slug.ts'
import type { PeopleStore, Team } from '../storage/meta/ports/people.ts'

/** Creates a team; name or slug may be left out, one is made from the other. A taken slug is a `conflict`. */
export async function createTeam(
  meta: Pick<PeopleStore, 'openTeam'>,
  input: { organizationId: number; name: string | null; slug: string | null; userId: number | null; now: number },
): Promise<Team> {
  const name = input.name?.trim() ?? ''
  const slug = input.slug ?? slugOf(name)
  if (name === '' && input.slug === null) {
    throw new LapwingError('invalid_input', { fields: { name: ['Give a name or a slug.'] } })
  }
  if (slug === null || !isSlug(slug)) throw new LapwingError('invalid_input', { fields: { slug: [slugRule] } })
  const { organizationId, userId, now } = input
  const team = await meta.openTeam({ organizationId, slug, name: name || slug, createdAt: now, userId })
  if (!team) throw new LapwingError('conflict', { detail: 'A team with this slug already exists.' })
  return team
}
