import { LapwingError } from '../errors.ts'
import type { User } from '../storage/meta/ports/people.ts'

/** The person behind a call; `forbidden` for a token of an organisation, which is nobody. */
export function personOf(user: User | null): User {
  if (!user) throw new LapwingError('forbidden', { detail: 'This token belongs to an organization, not to a person.' })
  return user
}
