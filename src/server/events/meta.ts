import type { Frame, Json, JsonObject, NormalizedEvent, Stacktrace } from '../../protocol/event.ts'
import type { SourcedEntry } from './entries.ts'
import { frameMeta } from './stacktrace.ts'

/**
 * The event's `_meta` (a tree by the event's own names, with `{"": {rem, err, len, chunks}}` where something was changed) in the shape of the API's
 * answer, so that a client finds what was cut of a value at the value's own path.
 */
export function serializeMeta(event: NormalizedEvent, entries: SourcedEntry[], tags: { key: string }[]): JsonObject {
  const meta = event._meta
  if (!isObject(meta)) return {}
  const entryMeta: JsonObject = {}
  for (const [index, entry] of entries.entries()) {
    const own = meta[entry.source]
    if (isObject(own)) entryMeta[index] = { data: entryDataMeta(entry.type, own, event) }
  }
  const answer: JsonObject = { entries: entryMeta }
  for (const [name, source] of mirrored) if (isObject(meta[source])) answer[name] = meta[source]
  if (isObject(meta['logentry'])) answer['message'] = meta['logentry']['formatted'] ?? null
  if (isObject(meta['tags'])) answer['tags'] = tagsMeta(meta['tags'], event, tags)
  return answer
}

const mirrored = [
  ['user', 'user'],
  ['contexts', 'contexts'],
  ['context', 'extra'],
  ['packages', 'modules'],
  ['sdk', 'sdk'],
] as const

function entryDataMeta(type: string, meta: JsonObject, event: NormalizedEvent): JsonObject {
  if (type === 'exception') return valuesMeta(meta, event.exception?.values, { thread_id: 'threadId' })
  if (type === 'threads') return valuesMeta(meta, event.threads?.values, {})
  if (type === 'stacktrace') return stacktraceMeta(meta, event.stacktrace)
  if (type === 'request')
    return rename(meta, {
      query_string: 'query',
      inferred_content_type: 'inferredContentType',
      api_target: 'apiTarget',
    })
  if (type === 'template') return rename(meta, { abs_path: 'absPath', lineno: 'lineNo' })
  return meta
}

type WithStacks = { stacktrace?: Stacktrace | null; raw_stacktrace?: Stacktrace | null }

function valuesMeta(meta: JsonObject, values: WithStacks[] | undefined, names: Record<string, string>): JsonObject {
  const { values: valueMetas } = meta
  if (!isObject(valueMetas)) return meta
  const renamed = mapMembers(valueMetas, (valueMeta, index) => {
    const value = values?.[Number(index)]
    const own = rename(valueMeta, { ...names, raw_stacktrace: 'rawStacktrace' })
    if (isObject(own['stacktrace'])) own['stacktrace'] = stacktraceMeta(own['stacktrace'], value?.stacktrace)
    if (isObject(own['rawStacktrace']))
      own['rawStacktrace'] = stacktraceMeta(own['rawStacktrace'], value?.raw_stacktrace)
    return own
  })
  return { ...meta, values: renamed }
}

function stacktraceMeta(meta: JsonObject, stacktrace: Stacktrace | null | undefined): JsonObject {
  const renamed = rename(meta, { frames_omitted: 'framesOmitted' })
  const { frames } = renamed
  if (!isObject(frames)) return renamed
  const frameOf = (index: string): Frame | undefined => stacktrace?.frames[Number(index)]
  return { ...renamed, frames: mapMembers(frames, (meta, index) => frameMeta(meta, frameOf(index))) }
}

/** Tags are sorted in the answer; `{"3": {"1": …}}` becomes `{"0": {"value": …}}`. */
function tagsMeta(meta: JsonObject, event: NormalizedEvent, tags: { key: string }[]): JsonObject {
  const moved: JsonObject = {}
  for (const [index, tagMeta] of Object.entries(meta)) {
    const key = event.tags[Number(index)]?.[0]
    const place = tags.findIndex((tag) => tag.key === key)
    if (place !== -1 && isObject(tagMeta)) moved[place] = rename(tagMeta, { '0': 'key', '1': 'value' })
  }
  return moved
}

/** Members that are not objects or stand for the value itself (`""`) stay as they are. */
function mapMembers(members: JsonObject, change: (member: JsonObject, name: string) => JsonObject): JsonObject {
  const changed: JsonObject = {}
  for (const [name, member] of Object.entries(members)) {
    changed[name] = name !== '' && isObject(member) ? change(member, name) : member
  }
  return changed
}

function rename(object: JsonObject, names: Record<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [names[name] ?? name, value]))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
