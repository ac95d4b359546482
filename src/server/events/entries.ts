import type { Breadcrumb, Exception, NormalizedEvent, Request, Template, Thread } from '../../protocol/event.ts'
import { isoTime } from '../http/schema.ts'
import type { EntryJson } from './schema.ts'
import { hasSystemFrames, numberedContext, serializeStacktrace } from './stacktrace.ts'

/** An entry and the event's member that it comes from, where `_meta` is kept under. */
export interface SourcedEntry extends EntryJson {
  source: string
}

/** The parts of an event in Sentry's order of weight; those that the event lacks are left out. */
export function serializeEntries(event: NormalizedEvent): SourcedEntry[] {
  const entries: SourcedEntry[] = []
  const add = (type: string, data: unknown, source = type) => entries.push({ type, data, source })
  if (event.exception) add('exception', serializeExceptions(event.exception.values))
  if (event.threads) add('threads', { values: event.threads.values.map(serializeThread) })
  if (event.stacktrace) add('stacktrace', serializeStacktrace(event.stacktrace))
  if (event.template) add('template', serializeTemplate(event.template))
  for (const type of ['csp', 'hpkp', 'expectct', 'expectstaple', 'nel'] as const) {
    if (event[type]) add(type, event[type])
  }
  const { logentry } = event
  if (logentry) {
    const formatted = logentry.formatted ?? logentry.message ?? ''
    add('message', { message: logentry.message ?? formatted, formatted, params: logentry.params ?? null }, 'logentry')
  }
  if (event.breadcrumbs) add('breadcrumbs', { values: event.breadcrumbs.values.map(serializeBreadcrumb) })
  if (event.request) add('request', serializeRequest(event.request))
  if (event.debug_meta) add('debugmeta', event.debug_meta, 'debug_meta')
  if (event.spans) add('spans', event.spans)
  return entries
}

function serializeExceptions(values: Exception[]) {
  return {
    values: values.map((exception) => ({
      type: exception.type ?? null,
      value: exception.value ?? null,
      module: exception.module ?? null,
      threadId: exception.thread_id ?? null,
      mechanism: exception.mechanism ?? null,
      stacktrace: serializeStacktrace(exception.stacktrace),
      rawStacktrace: serializeStacktrace(exception.raw_stacktrace),
    })),
    hasSystemFrames: values.some((exception) => hasSystemFrames(exception.stacktrace)),
    excOmitted: null,
  }
}

function serializeThread(thread: Thread) {
  return {
    id: thread.id ?? null,
    name: thread.name ?? null,
    crashed: thread.crashed ?? null,
    current: thread.current ?? null,
    main: thread.main ?? null,
    state: thread.state ?? null,
    stacktrace: serializeStacktrace(thread.stacktrace),
    rawStacktrace: serializeStacktrace(thread.raw_stacktrace),
  }
}

/** As entries of events show one. */
export function serializeBreadcrumb(breadcrumb: Breadcrumb) {
  const { timestamp } = breadcrumb
  return {
    type: breadcrumb.type ?? 'default',
    timestamp: typeof timestamp === 'number' ? safeIsoTime(timestamp) : null,
    level: breadcrumb.level ?? 'info',
    message: breadcrumb.message ?? null,
    category: breadcrumb.category ?? null,
    data: breadcrumb.data ?? null,
    event_id: breadcrumb.event_id ?? null,
  }
}

/** Seconds → ISO time; null for numbers that are no time that a Date can hold (±8.64e12 s). */
function safeIsoTime(seconds: number): string | null {
  return Math.abs(seconds) <= 8.64e12 ? isoTime(Math.round(seconds * 1000)) : null
}

function serializeRequest(request: Request) {
  return {
    url: request.url ?? null,
    method: request.method ?? null,
    query: request.query_string ?? null,
    fragment: request.fragment ?? null,
    data: request.data ?? null,
    headers: request.headers ?? null,
    cookies: request.cookies ?? null,
    env: request.env ?? null,
    inferredContentType: request.inferred_content_type ?? null,
    apiTarget: request.api_target ?? null,
  }
}

function serializeTemplate(template: Template) {
  return {
    filename: template.filename ?? null,
    absPath: template.abs_path ?? null,
    lineNo: template.lineno ?? null,
    context: numberedContext(template),
  }
}
