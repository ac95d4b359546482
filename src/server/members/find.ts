import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Member, Organization, PeopleStore } from '../storage/meta/ports/people.ts'

/** The member that a path names, by the membership's id or as `me`; throws `not_found`. */
export async function findMember(
  meta: Pick<PeopleStore, 'findMember' | 'findMemberOfUser'>,
  organization: Organization,
  caller: Caller,
  name: string,
): Promise<Member> {
  const member =
    name === 'me'
      ? caller.user && (await meta.findMemberOfUser(organization.id, caller.user.id))
      : /^\d{1,15}$/.test(name)
        ? await meta.findMember(organization.id, Number(name))
        : null
  if (!member) throw new LapwingError('not_found')
  return member
}

/** True for the membership of the person who is calling. */
export function isSelf(member: Member, caller: Caller): boolean {
  return member.user !== null && member.user.id === caller.user?.id
}

export function isOnlyOwner(member: Member, roster: readonly Member[]): boolean {
  const owners = roster.filter((one) => one.role === 'owner' && one.user?.isActive)
  return member.role === 'owner' && owners.every((one) => one.id === member.id)
}
