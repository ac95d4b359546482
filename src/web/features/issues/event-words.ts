import type { EventSummary, EventUser } from '../../api/types.ts'

/** Whom an event hit, by what tells most; '' for nobody. */
export function userWords(user: EventUser | null): string {
  return user?.email || user?.username || user?.name || user?.id || user?.ip_address || ''
}

/** The value of an event's tag; '' without one. */
export const tagOf = (event: Pick<EventSummary, 'tags'>, key: string): string =>
  event.tags.find((tag) => tag.key === key || tag.key === `sentry:${key}`)?.value ?? ''
