import type { JsonObject, NormalizedEvent } from '../../../protocol/event.ts'
import { bag, largeBag } from './bag.ts'
import { cleanText } from './clean-text.ts'
import { hexId } from './ids.ts'
import type { Notes } from './notes.ts'
import { noteLength } from './notes.ts'
import { dotnetVersion, parseOsDescription, parseRuntimeDescription } from './os-description.ts'
import type { Reader } from './read.ts'
import { asRecord, scalarText } from './read.ts'

type Contexts = NonNullable<NormalizedEvent['contexts']>

const maxContexts = 50

const readContext = bag(largeBag)

/** Contexts by alias. `type` says what a context is and is the alias where not sent, as in `"server-os": {"type": "os"}`. */
export const readContexts: Reader<Contexts> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const contexts: Contexts = {}
  const entries: [string, unknown][] = Object.entries(record)
  if (entries.length > maxContexts) noteLength(notes, entries.length)
  for (const [name, sent] of entries.slice(0, maxContexts)) {
    if (sent === null || sent === undefined || name === '__proto__' || name.length > 200) continue
    const alias = cleanText(name)
    notes.path.push(alias)
    const context = readContext(notes, sent)
    if (context) {
      if (typeof context.type !== 'string' || context.type === '') context.type = alias
      refine(notes, context)
      contexts[alias] = context
    }
    notes.path.pop()
  }
  return Object.keys(contexts).length > 0 ? contexts : null
}

function refine(notes: Notes, context: JsonObject): void {
  switch (scalarText(context.type) ?? '') {
    case 'os':
      return refineOs(context)
    case 'runtime':
      return refineRuntime(context)
    case 'trace':
      return checkIds(notes, context, [
        ['trace_id', 32],
        ['span_id', 16],
        ['parent_span_id', 16],
      ])
    case 'replay':
      return checkIds(notes, context, [['replay_id', 32]])
    case 'profile':
      return checkIds(notes, context, [['profile_id', 32]])
    default:
      return
  }
}

function refineOs(os: JsonObject): void {
  if (os.name || os.version || typeof os.raw_description !== 'string') return
  const described = parseOsDescription(os.raw_description)
  if (!described) return
  os.name = described.name
  if (described.version) os.version = described.version
  if (described.build) os.build ||= described.build
  if (described.kernel_version) os.kernel_version ||= described.kernel_version
}

function refineRuntime(runtime: JsonObject): void {
  if (!runtime.name && !runtime.version && typeof runtime.raw_description === 'string') {
    Object.assign(runtime, parseRuntimeDescription(runtime.raw_description))
  }
  // The framework describes itself by its CLR build (4.7.3056.0); the registry's key tells what is installed.
  if (typeof runtime.name !== 'string' || !runtime.name.startsWith('.NET Framework')) return
  const version = dotnetVersion(runtime.build)
  if (version) runtime.version = version
}

function checkIds(notes: Notes, context: JsonObject, ids: readonly [string, 16 | 32][]): void {
  for (const [key, digits] of ids) {
    const sent = context[key]
    if (sent === undefined || sent === null || sent === '') continue
    notes.path.push(key)
    context[key] = hexId(digits)(notes, sent)
    notes.path.pop()
  }
}

/** Whether any context, under whatever alias, is of this type. */
export function hasContext(contexts: Contexts | null | undefined, type: string): boolean {
  return contexts ? Object.values(contexts).some((context) => context?.type === type) : false
}
