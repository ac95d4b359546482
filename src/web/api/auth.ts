import { request } from './request.ts'
import type { CurrentUser } from './types.ts'

/** Who is signed in; throws ApiError 401 when nobody is. */
export const readCurrentUser = (signal?: AbortSignal) => request<CurrentUser>('GET', '/auth/', { signal })

/** Signs in with email and password, or with the token of a one-time link. Sets the session cookie. */
export const signIn = (credentials: { username: string; password: string } | { token: string }) =>
  request<CurrentUser>('POST', '/auth/', { body: credentials })

export const signOut = () => request<void>('DELETE', '/auth/')
