import { type Static, Type } from '../http/type.ts'
import { DateTime, nullable } from '../http/schema.ts'

const base = {
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  /** What is left to tell tokens apart by. */
  tokenLastCharacters: Type.String(),
  dateCreated: DateTime,
  dateLastUsed: nullable(DateTime),
}

/** A token of a person; `token` is there once, in the answer to its creation. */
export const ApiTokenSchema = Type.Object(
  {
    ...base,
    application: Type.Null(),
    state: Type.Null(),
    expiresAt: nullable(DateTime),
    token: Type.Optional(Type.String()),
    refreshToken: Type.Optional(Type.Null()),
  },
  { $id: 'ApiToken' },
)
export type ApiTokenJson = Static<typeof ApiTokenSchema>

/** A token of an organisation; `token` is there once, in the answer to its creation. */
export const OrganizationTokenSchema = Type.Object(
  {
    ...base,
    projectLastUsedId: Type.Null(),
    token: Type.Optional(Type.String()),
  },
  { $id: 'OrganizationAuthToken' },
)
export type OrganizationTokenJson = Static<typeof OrganizationTokenSchema>

export const TokenName = Type.String({ maxLength: 255 })
