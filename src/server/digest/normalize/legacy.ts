import { isRecord } from './notes.ts'

/** Names that interfaces had in protocol versions up to 6, and what they are called now. */
const interfaceNames: readonly [string, string][] = [
  ['sentry.interfaces.Exception', 'exception'],
  ['sentry.interfaces.Message', 'logentry'],
  ['sentry.interfaces.Stacktrace', 'stacktrace'],
  ['sentry.interfaces.Template', 'template'],
  ['sentry.interfaces.Http', 'request'],
  ['sentry.interfaces.User', 'user'],
  ['sentry.interfaces.Breadcrumbs', 'breadcrumbs'],
  ['sentry.interfaces.Contexts', 'contexts'],
  ['sentry.interfaces.Threads', 'threads'],
  ['sentry.interfaces.Csp', 'csp'],
  ['sentry.interfaces.Hpkp', 'hpkp'],
  ['sentry.interfaces.ExpectCT', 'expectct'],
  ['sentry.interfaces.ExpectStaple', 'expectstaple'],
  ['sentry.interfaces.Sdk', 'sdk'],
  ['sentry.interfaces.DebugMeta', 'debug_meta'],
]

/**
 * The payload under today's names. A name of today that is present wins; `message` at the top is the log entry of
 * old SDKs. Shallow: values are the payload's own.
 */
export function renameLegacyKeys(raw: Record<string, unknown>): Record<string, unknown> {
  const event: Record<string, unknown> = { ...raw }
  for (const [old, today] of interfaceNames) {
    if (event[old] === undefined) continue
    event[today] ??= event[old]
    delete event[old]
  }
  const { message } = event
  delete event.message
  if (isEmptyLogEntry(event.logentry) && message !== undefined && message !== '') event.logentry = message
  return event
}

function isEmptyLogEntry(entry: unknown): boolean {
  if (entry === undefined || entry === null || entry === '') return true
  return isRecord(entry) && !entry.message && !entry.formatted
}
