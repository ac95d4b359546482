import type { Entry, EntryData, EventDetail, Exception, Thread } from '../../api/types.ts'

/** The data of an event's entry of one type; null when it has none. */
export function findEntry<Type extends Entry['type']>(event: EventDetail, type: Type): EntryData[Type] | null {
  const entry = event.entries.find((one): one is Entry<Type> => one.type === type)
  return entry?.data ?? null
}

const present = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined

/** Exceptions, outermost (the one that was reported) first. Events carry them oldest first. */
export function listExceptions(event: EventDetail): Exception[] {
  return (findEntry(event, 'exception')?.values ?? []).filter(present).toReversed()
}

export function listThreads(event: EventDetail): Thread[] {
  return (findEntry(event, 'threads')?.values ?? []).filter(present)
}

/** The thread to show first: the crashed one, else the current one, else the first. */
export function threadToShow(threads: readonly Thread[]): Thread | undefined {
  return threads.find((thread) => thread.crashed) ?? threads.find((thread) => thread.current) ?? threads[0]
}

/** Entries that say the same as a message made from them. */
const reportTypes = ['csp', 'hpkp', 'expectct', 'expectstaple', 'nel'] as const

/** The text of a captured message; null when there is none, or when an exception or a browser's report says the same. */
export function messageText(event: EventDetail): string | null {
  const message = findEntry(event, 'message')
  const text = message?.formatted || message?.message
  if (!text || reportTypes.some((type) => findEntry(event, type))) return null
  const isRepeat = listExceptions(event).some(({ type, value }) => text === value || text === `${type}: ${value}`)
  return isRepeat ? null : text
}
