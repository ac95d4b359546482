import type { Json, JsonObject } from '../../protocol/event.ts'
import { isObject, listOf } from './json.ts'
import type { RecordedEvent } from './messages.ts'

/**
 * A recording is what strangers sent. The frame's sandbox runs no script of it and its policy asks no host for anything; this takes away what either
 * might let through or cannot know: handlers, script URLs, documents within documents, base addresses, refreshes, connections that are opened ahead (`<link
 * rel="preconnect">` is under no policy), forms' targets and plug-ins.
 */
export function disarm(event: RecordedEvent): RecordedEvent {
  const { type, data } = event
  if (!isObject(data)) return event
  if (type === fullSnapshot) return { ...event, data: { ...data, node: disarmNode(data.node ?? null) } }
  if (type !== incremental || data.source !== mutation) return event
  const adds = listOf(data.adds).map((add) => (isObject(add) ? { ...add, node: disarmNode(add.node ?? null) } : add))
  const attributes = listOf(data.attributes).map((change) =>
    isObject(change) && isObject(change.attributes)
      ? { ...change, attributes: disarmAttributes('', change.attributes) }
      : change,
  )
  return { ...event, data: { ...data, adds, attributes } }
}

const fullSnapshot = 2
const incremental = 3
const mutation = 0

/** How deep documents go; beyond it nothing is shown, so that no recording exhausts the stack. */
const maxDepth = 1500

/** Shown as empty boxes. */
const inert = new Set(['script', 'object', 'embed', 'applet', 'base', 'portal', 'frame', 'fencedframe'])

function disarmNode(node: Json, depth = 0): Json {
  if (!isObject(node)) return node
  const tag = typeof node.tagName === 'string' ? node.tagName.toLowerCase() : ''
  // `svg:script` is a script too.
  const isInert = inert.has(tag.slice(tag.lastIndexOf(':') + 1))
  const children = isInert || depth >= maxDepth ? [] : listOf(node.childNodes)
  return {
    ...node,
    ...(isInert && { tagName: 'noscript' }),
    ...('childNodes' in node && { childNodes: children.map((child) => disarmNode(child, depth + 1)) }),
    ...(isObject(node.attributes) && { attributes: isInert ? {} : disarmAttributes(tag, node.attributes) }),
  }
}

const dropped = new Set([
  'srcdoc',
  'ping',
  'formaction',
  'action',
  'autofocus',
  'http-equiv',
  'manifest',
  'attributionsrc',
  'target',
  'download',
])

/** Where a value is an address that something may go to or run. */
const addresses = new Set(['href', 'xlink:href', 'src', 'data', 'values', 'to', 'from', 'rr_src', 'poster'])

function disarmAttributes(tag: string, attributes: JsonObject): JsonObject {
  const kept: JsonObject = {}
  for (const [name, value] of Object.entries(attributes)) {
    const key = name.toLowerCase()
    if (key.startsWith('on') || dropped.has(key)) continue
    if (addresses.has(key) && typeof value === 'string' && isScript(value)) continue
    if (tag === 'iframe' && (key === 'src' || key === 'sandbox' || key === 'allow')) continue
    // Without it a link is for nothing.
    if (key === 'rel' && typeof value === 'string' && !isStylesheet(value)) continue
    kept[name] = value
  }
  return kept
}

/** Browsers pass over blanks and control characters within the scheme. */
function isScript(address: string): boolean {
  let scheme = ''
  for (const sign of address.slice(0, 200)) if (sign > ' ') scheme += sign
  return /^(java|vb)script:/i.test(scheme) || /^data:(text\/html|application|image\/svg)/i.test(scheme)
}

const isStylesheet = (rel: string) => /^\s*(alternate\s+)?stylesheet\s*$/i.test(rel)
