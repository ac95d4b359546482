import { request } from './request.ts'
import type { CurrentUser } from './types.ts'

/** A new password needs the current one, unless there is none yet. */
export const updateCurrentUser = (change: { name?: string; password?: string; currentPassword?: string }) =>
  request<CurrentUser>('PUT', '/users/me/', { body: change })
