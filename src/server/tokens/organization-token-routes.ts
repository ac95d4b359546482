import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { Access } from '../http/authorize.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { ref, strictBody } from '../http/schema.ts'
import type { ApiToken, Organization, PeopleStore } from '../storage/meta/ports/people.ts'
import { createOrganizationToken } from './organization-token.ts'
import { OrganizationTokenSchema, TokenName } from './schema.ts'
import { serializeOrganizationToken } from './serialize.ts'

const tags = ['Tokens']

/** All that Sentry gives to an organisation's token: what a build needs. */
export const organizationTokenScopes = ['org:ci']

const listTokens = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/org-auth-tokens/',
  permission: ['org:read', 'org:write', 'org:admin'],
  query: Type.Object({ per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }),
  response: Type.Array(ref(OrganizationTokenSchema)),
  summary: 'Tokens that act for the organization',
  tags,
  async handler({ organization, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const tokens = await storage.meta.listTokens({ organizationId: organization.id })
    const rows = pageOfList(tokens, cursor, readPageSize(query, 100), ({ id }) => ({ value: 0, id: BigInt(id) }))
    return page(rows, cursor).map((token) => serializeOrganizationToken(token))
  },
})

const createToken = route({
  method: 'POST',
  path: '/organizations/{organization_id_or_slug}/org-auth-tokens/',
  permission: ['org:read', 'org:write', 'org:admin'],
  body: strictBody({ name: Type.String({ minLength: 1, maxLength: 255 }) }),
  response: ref(OrganizationTokenSchema),
  status: 201,
  summary: 'Make a token for builds (scope org:ci); the answer is the only one that has it in full',
  tags,
  async handler({ organization, caller, access, body }, { storage, baseUrl, now }) {
    if (!mayGive(caller, access)) throw new LapwingError('forbidden')
    const name = readName(body.name)
    const { value, tokenHash, lastCharacters } = createOrganizationToken({
      baseUrl,
      slug: organization.slug,
      now: now(),
    })
    const token = await storage.meta.createToken({
      name,
      tokenHash,
      lastCharacters,
      userId: null,
      organizationId: organization.id,
      scopes: [...organizationTokenScopes],
      createdAt: now(),
    })
    return serializeOrganizationToken(token, value)
  },
})

/** Who makes a token hands on what they can do themselves: releases and artifacts of every project. A token needs the very scope. */
function mayGive(caller: Caller, access: Access): boolean {
  return access.scopes.includes(caller.token ? 'org:ci' : 'project:releases')
}

const readToken = route({
  method: 'GET',
  path: '/organizations/{organization_id_or_slug}/org-auth-tokens/{token_id}/',
  permission: ['org:read', 'org:write', 'org:admin'],
  response: ref(OrganizationTokenSchema),
  summary: 'One token of the organization',
  tags,
  async handler({ organization, params }, { storage }) {
    return serializeOrganizationToken(await findOrganizationToken(storage.meta, organization, params.token_id))
  },
})

const renameToken = route({
  method: 'PUT',
  path: '/organizations/{organization_id_or_slug}/org-auth-tokens/{token_id}/',
  permission: ['org:write', 'org:admin'],
  body: strictBody({ name: TokenName }),
  response: null,
  summary: 'Rename a token of the organization',
  tags,
  async handler({ organization, params, body }, { storage }) {
    const name = readName(body.name)
    const token = await findOrganizationToken(storage.meta, organization, params.token_id)
    await storage.meta.renameToken(token.id, name)
  },
})

const deleteToken = route({
  method: 'DELETE',
  path: '/organizations/{organization_id_or_slug}/org-auth-tokens/{token_id}/',
  permission: ['org:write', 'org:admin'],
  response: null,
  summary: 'Revoke a token of the organization',
  tags,
  async handler({ organization, params }, { storage }) {
    const token = await findOrganizationToken(storage.meta, organization, params.token_id)
    await storage.meta.deleteToken(token.id)
  },
})

function readName(text: string): string {
  const name = text.trim()
  if (name === '') throw new LapwingError('invalid_input', { fields: { name: ['This field may not be blank.'] } })
  return name
}

async function findOrganizationToken(
  meta: Pick<PeopleStore, 'findToken'>,
  organization: Organization,
  id: string,
): Promise<ApiToken> {
  const token = /^\d{1,15}$/.test(id) ? await meta.findToken(Number(id)) : null
  // A person's token that is limited to the organisation is that person's all the same.
  if (token?.organizationId !== organization.id || token.userId !== null) throw new LapwingError('not_found')
  return token
}

export const organizationTokenRoutes = [listTokens, createToken, readToken, renameToken, deleteToken]
