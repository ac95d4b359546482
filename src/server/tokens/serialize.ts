import { isoTime, isoTimeOrNull } from '../http/schema.ts'
import type { ApiToken } from '../storage/meta/ports/people.ts'
import type { ApiTokenJson, OrganizationTokenJson } from './schema.ts'

function serializeBase(token: ApiToken) {
  return {
    id: String(token.id),
    name: token.name,
    scopes: token.scopes,
    tokenLastCharacters: token.lastCharacters,
    dateCreated: isoTime(token.createdAt),
    dateLastUsed: isoTimeOrNull(token.lastUsedAt),
  }
}

/** `value` is the token itself, known only when it was just made. */
export function serializeApiToken(token: ApiToken, value: string | null = null): ApiTokenJson {
  return {
    ...serializeBase(token),
    application: null,
    state: null,
    expiresAt: isoTimeOrNull(token.expiresAt),
    ...(value !== null && { token: value, refreshToken: null }),
  }
}

export function serializeOrganizationToken(token: ApiToken, value: string | null = null): OrganizationTokenJson {
  return { ...serializeBase(token), projectLastUsedId: null, ...(value !== null && { token: value }) }
}
