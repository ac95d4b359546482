import { ApiError } from '../../api/request.ts'

/** What the server says of a search that it cannot read; null when that is not what went wrong. */
export const refusedQuery = (error: Error | null): string | null =>
  error instanceof ApiError && error.status === 400 ? error.message : null
