import { request } from './request.ts'

/** A token as it is listed; `token`, the secret itself, only in the answer to its creation. */
export interface Token {
  id: string
  name: string
  scopes: string[]
  tokenLastCharacters: string
  dateCreated: string
  dateLastUsed: string | null
  token?: string
}

export const listTokens = (signal?: AbortSignal) => request<Token[]>('GET', '/api-tokens/', { signal })

export const createToken = (token: { name: string; scopes: readonly string[] }) =>
  request<Token>('POST', '/api-tokens/', { body: token })

export const deleteToken = (id: string) => request<void>('DELETE', `/api-tokens/${id}/`)

export const listOrganizationTokens = (org: string, signal?: AbortSignal) =>
  request<Token[]>('GET', `/organizations/${org}/org-auth-tokens/`, { signal })

export const createOrganizationToken = (org: string, name: string) =>
  request<Token>('POST', `/organizations/${org}/org-auth-tokens/`, { body: { name } })

export const deleteOrganizationToken = (org: string, id: string) =>
  request<void>('DELETE', `/organizations/${org}/org-auth-tokens/${id}/`)
