import type { Exception, Frame, JsonObject, NormalizedEvent, Stacktrace } from '../../protocol/event.ts'
import type { AttributeKey, EventRow, StackKey } from '../storage/events/port.ts'
import { headerValue } from './normalize/request.ts'

/** Longer values are cut: what is searched for is at their beginning. */
const maxLength = 200
/** A stack of 100 frames in as many files is rare; past this, what lies deeper is not found. */
const maxValues = 64

/** Details of an event that people search for and that neither a column nor a tag holds; one value a key. */
export function readAttributes(event: NormalizedEvent): EventRow['attributes'] {
  const attributes: EventRow['attributes'] = []
  const add = (key: AttributeKey, value: unknown): void => {
    const text = scalarOf(value)
    if (text !== '') attributes.push([key, cut(text)])
  }
  const { request, contexts } = event
  if (request) {
    add('http.method', request.method)
    add('http.referer', headerValue(request.headers, 'referer'))
  }
  add('http.status_code', contexts?.response?.status_code)
  const geo = event.user?.geo
  if (geo) {
    add('geo.city', geo.city)
    add('geo.region', geo.region)
    add('geo.subdivision', geo.subdivision)
  }
  for (const [name, members] of contextMembers) {
    const context = contexts?.[name]
    if (context) for (const [key, member] of members) add(key, context[member])
  }
  add('error.main_thread', isOnMainThread(event))
  return attributes
}

/** Context → attribute key and the context's member. https://develop.sentry.dev/sdk/data-model/event-payloads/contexts/ */
const contextMembers: [string, [AttributeKey, string][]][] = [
  [
    'device',
    [
      ['device.arch', 'arch'],
      ['device.brand', 'brand'],
      ['device.model_id', 'model_id'],
      ['device.name', 'name'],
      ['device.uuid', 'device_unique_identifier'],
      ['device.locale', 'locale'],
      ['device.orientation', 'orientation'],
      ['device.online', 'online'],
      ['device.charging', 'charging'],
      ['device.simulator', 'simulator'],
      ['device.battery_level', 'battery_level'],
      ['device.screen_density', 'screen_density'],
      ['device.screen_dpi', 'screen_dpi'],
      ['device.screen_height_pixels', 'screen_height_pixels'],
      ['device.screen_width_pixels', 'screen_width_pixels'],
    ],
  ],
  [
    'os',
    [
      ['os.version', 'version'],
      ['os.build', 'build'],
      ['os.kernel_version', 'kernel_version'],
    ],
  ],
  [
    'app',
    [
      ['app.in_foreground', 'in_foreground'],
      ['app.version', 'app_version'],
      ['app.build', 'app_build'],
      ['app.identifier', 'app_identifier'],
    ],
  ],
  [
    'culture',
    [
      ['culture.locale', 'locale'],
      ['culture.timezone', 'timezone'],
    ],
  ],
]

/** Null when nobody said. */
function isOnMainThread(event: NormalizedEvent): boolean | null {
  const threads = event.threads?.values
  if (threads === undefined) return null
  const threadId = event.exception?.values.at(-1)?.thread_id ?? null
  const thread = threads.find((one) => (threadId === null ? one.crashed === true : one.id === threadId))
  return thread?.main ?? null
}

/**
 * What the chain of exceptions and all frames of the event hold, several values a key, as `EventRow.stack` keeps it: the crashing end
 * first, so that the cut at 64 values takes what lies deepest. 4 µs for an event of 8 frames.
 */
export function readStack(event: NormalizedEvent): string {
  const values = new Map<StackKey, Set<string>>()
  const add = (key: StackKey, value: string): void => {
    const known = values.get(key)
    if (known === undefined) values.set(key, new Set([cut(value)]))
    else if (known.size < maxValues) known.add(cut(value))
  }
  const exceptions = event.exception?.values ?? []
  for (let index = exceptions.length - 1; index >= 0; index--) {
    const exception = exceptions[index]
    if (exception) addException(add, exception, index === exceptions.length - 1)
  }
  addFrames(add, event.stacktrace)
  for (const thread of event.threads?.values ?? []) addFrames(add, thread.stacktrace)
  if (values.size === 0) return ''
  const written: JsonObject = {}
  for (const [key, set] of values) written[key] = [...set]
  return JSON.stringify(written)
}

type Add = (key: StackKey, value: string) => void

function addException(add: Add, exception: Exception, isMain: boolean): void {
  const { type, value, mechanism } = exception
  if (type) add('error.type', type)
  // The main one's has a column of its own: it differs from event to event and would keep them from sharing the rest.
  if (value && !isMain) add('error.value', value)
  if (mechanism?.type) add('error.mechanism', mechanism.type)
  addFrames(add, exception.stacktrace)
}

function addFrames(add: Add, stacktrace: Stacktrace | null | undefined): void {
  const frames = stacktrace?.frames ?? []
  for (let index = frames.length - 1; index >= 0; index--) {
    const frame = frames[index]
    if (frame) addFrame(add, frame)
  }
}

function addFrame(add: Add, frame: Frame): void {
  if (frame.filename) add('stack.filename', frame.filename)
  if (frame.function) add('stack.function', frame.function)
  if (frame.module) add('stack.module', frame.module)
  if (frame.abs_path) add('stack.abs_path', frame.abs_path)
  if (frame.package) add('stack.package', frame.package)
  if (typeof frame.in_app === 'boolean') add('stack.in_app', frame.in_app ? 'true' : 'false')
  if (typeof frame.lineno === 'number') add('stack.lineno', String(frame.lineno))
  if (typeof frame.colno === 'number') add('stack.colno', String(frame.colno))
}

function scalarOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function cut(text: string): string {
  return text.length > maxLength ? text.slice(0, maxLength) : text
}
