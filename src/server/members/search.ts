import { LapwingError } from '../errors.ts'
import type { Member } from '../storage/meta/ports/people.ts'

/** `ann role:owner isInvited:false email:ann@example.com`: all words must hold; a bare word is looked for in name and address. */
export function memberFilter(query: string): (member: Member) => boolean {
  const tests = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(readWord)
  return (member) => tests.every((test) => test(member))
}

function readWord(word: string): (member: Member) => boolean {
  const colon = word.indexOf(':')
  if (colon === -1) return (member) => `${member.user?.name ?? ''}\n${member.email}`.toLowerCase().includes(word)
  const [key, value] = [word.slice(0, colon), word.slice(colon + 1)]
  if (key === 'email' || key === 'user.email') return (member) => member.email.toLowerCase() === value
  if (key === 'id') return (member) => String(member.id) === value
  if (key === 'user.id') return (member) => String(member.user?.id) === value
  if (key === 'role' || key === 'orgrole') return (member) => member.role === value
  if (key === 'team') return (member) => member.teams.some((team) => team.teamSlug === value)
  if (key === 'isinvited') return (member) => (member.user === null) === (value === 'true')
  // Nobody has any of these here.
  if (key === 'ssolinked' || key === 'has2fa' || key === 'hasexternalusers') return () => value !== 'true'
  throw new LapwingError('invalid_query', { detail: `Members cannot be searched by "${key.slice(0, 100)}".` })
}
