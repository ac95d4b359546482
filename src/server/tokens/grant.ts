import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import { tokenScopes } from '../http/authorize.ts'
import { isScope, type Scope, scopes as allScopes } from '../http/scopes.ts'
import type { ApiToken } from '../storage/meta/ports/people.ts'

/** The scopes asked for, each once, in the order of the table; throws `invalid_input` for ones that do not exist. */
export function readScopes(wanted: readonly string[]): Scope[] {
  const unknown = wanted.filter((scope) => !isScope(scope))
  if (unknown.length > 0) {
    const message = `Unknown scope: ${unknown.map((scope) => scope.slice(0, 100)).join(', ')}.`
    throw new LapwingError('invalid_input', { fields: { scopes: [message] } })
  }
  return allScopes.filter((scope) => wanted.includes(scope))
}

/**
 * True when nothing that the other token may do is beyond the caller: a token that leaked must not lead to a stronger, wider or longer
 * lived one. A signed-in browser may do it all; a token's scopes are held against its person's role whenever it is used.
 */
export function covers(caller: Caller, other: Pick<ApiToken, 'scopes' | 'organizationId' | 'expiresAt'>): boolean {
  const { token } = caller
  if (!token) return true
  const held = tokenScopes(token.scopes)
  return (
    tokenScopes(other.scopes).every((scope) => held.includes(scope)) &&
    (token.organizationId === null || token.organizationId === other.organizationId) &&
    (token.expiresAt === null || (other.expiresAt !== null && other.expiresAt <= token.expiresAt))
  )
}
