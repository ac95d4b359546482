import { Type } from '../http/type.ts'
import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import { pageOfList, readCursor, readPageSize } from '../http/paging.ts'
import { route } from '../http/route.ts'
import { nullable, ref, strictBody } from '../http/schema.ts'
import type { ApiToken, PeopleStore } from '../storage/meta/ports/people.ts'
import { personOf } from '../users/person.ts'
import { createUserToken } from '../users/tokens.ts'
import { covers, readScopes } from './grant.ts'
import { ApiTokenSchema, TokenName } from './schema.ts'
import { serializeApiToken } from './serialize.ts'

const tags = ['Tokens']
const maxTokens = 500

const listTokens = route({
  method: 'GET',
  path: '/api-tokens/',
  permission: 'signed-in',
  query: Type.Object({ per_page: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }),
  response: Type.Array(ref(ApiTokenSchema)),
  summary: 'Tokens that act for the caller; with a token, those that can do no more than it',
  tags,
  async handler({ caller, query, page }, { storage }) {
    const cursor = readCursor(query.cursor)
    const own = await storage.meta.listTokens({ userId: personOf(caller.user).id })
    const visible = own.filter((token) => covers(caller, token))
    const rows = pageOfList(visible, cursor, readPageSize(query, 100), ({ id }) => ({ value: 0, id: BigInt(id) }))
    return page(rows, cursor).map((token) => serializeApiToken(token))
  },
})

const createToken = route({
  method: 'POST',
  path: '/api-tokens/',
  permission: 'signed-in',
  body: strictBody({
    name: Type.Optional(TokenName),
    scopes: Type.Array(Type.String(), { minItems: 1, maxItems: 100 }),
    /** From then on the token is refused; null for never. */
    expiresAt: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
  }),
  response: ref(ApiTokenSchema),
  status: 201,
  summary: 'Make a token that acts for the caller; the answer is the only one that has it in full',
  tags,
  async handler({ caller, body }, { storage, now }) {
    const user = personOf(caller.user)
    const wanted = {
      scopes: readScopes(body.scopes),
      organizationId: caller.token?.organizationId ?? null,
      expiresAt: readExpiry(body.expiresAt ?? null, now()),
    }
    if (!covers(caller, wanted)) {
      throw new LapwingError('forbidden', {
        detail: 'A token cannot make one that may do more, or for longer, than itself.',
      })
    }
    if ((await storage.meta.listTokens({ userId: user.id })).length >= maxTokens) {
      throw new LapwingError('bad_request', { detail: `You have ${maxTokens} tokens; delete some first.` })
    }
    const { value, tokenHash, lastCharacters } = createUserToken()
    const token = await storage.meta.createToken({
      ...wanted,
      name: body.name?.trim() ?? '',
      tokenHash,
      lastCharacters,
      userId: user.id,
      createdAt: now(),
    })
    return serializeApiToken(token, value)
  },
})

function readExpiry(text: string | null, now: number): number | null {
  if (text === null) return null
  const time = Date.parse(text)
  if (!(time > now)) {
    throw new LapwingError('invalid_input', { fields: { expiresAt: ['Give a time in the future, in ISO 8601.'] } })
  }
  return time
}

const deleteTokenInBody = route({
  method: 'DELETE',
  path: '/api-tokens/',
  permission: 'signed-in',
  body: strictBody({ tokenId: Type.Union([Type.String({ maxLength: 20 }), Type.Integer()]) }),
  response: null,
  summary: 'Revoke a token of the caller, by the id in the body',
  tags,
  async handler({ caller, body }, { storage }) {
    const token = await findOwnToken(storage.meta, caller, String(body.tokenId))
    await storage.meta.deleteToken(token.id)
  },
})

const readToken = route({
  method: 'GET',
  path: '/api-tokens/{token_id}/',
  permission: 'signed-in',
  response: ref(ApiTokenSchema),
  summary: 'One token of the caller',
  tags,
  async handler({ caller, params }, { storage }) {
    return serializeApiToken(await findOwnToken(storage.meta, caller, params.token_id))
  },
})

const renameToken = route({
  method: 'PUT',
  path: '/api-tokens/{token_id}/',
  permission: 'signed-in',
  body: strictBody({ name: TokenName }),
  response: null,
  summary: 'Rename a token of the caller',
  tags,
  async handler({ caller, params, body }, { storage }) {
    const token = await findOwnToken(storage.meta, caller, params.token_id)
    await storage.meta.renameToken(token.id, body.name.trim())
  },
})

const deleteToken = route({
  method: 'DELETE',
  path: '/api-tokens/{token_id}/',
  permission: 'signed-in',
  response: null,
  summary: 'Revoke a token of the caller',
  tags,
  async handler({ caller, params }, { storage }) {
    const token = await findOwnToken(storage.meta, caller, params.token_id)
    await storage.meta.deleteToken(token.id)
  },
})

async function findOwnToken(meta: Pick<PeopleStore, 'findToken'>, caller: Caller, id: string): Promise<ApiToken> {
  const user = personOf(caller.user)
  const token = /^\d{1,15}$/.test(id) ? await meta.findToken(Number(id)) : null
  if (token?.userId !== user.id || !covers(caller, token)) throw new LapwingError('not_found')
  return token
}

export const userTokenRoutes = [listTokens, createToken, deleteTokenInBody, readToken, renameToken, deleteToken]
