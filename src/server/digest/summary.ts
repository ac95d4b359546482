import type { EventSummary, Exception, Frame, JsonObject, NormalizedEvent } from '../../protocol/event.ts'
import { blockedSource, effectiveDirective, localViolation } from './csp.ts'
import { functionNameOf } from './grouping/2026-11/stack.ts'
import type { BoundedCache } from './grouping/bounded.ts'
import { crashFrame } from './grouping/frames.ts'

/** Sentry's limits: what its list shows, and what its columns hold. */
const maxTitle = 256
const maxCulprit = 200
const maxType = 128
const maxValue = 1024

export interface SummaryOptions {
  /** A fingerprint rule's `title="…"`, expanded; it goes before all else. */
  title: string | null
  /** The exception that the title is of. */
  main: Exception | null
  names: BoundedCache<string>
}

/** What the issue list shows of an event without opening it: title, culprit, location, metadata. Call it when `in_app` is settled. */
export function summarize(event: NormalizedEvent, options: SummaryOptions): EventSummary {
  const metadata = metadataOf(event, options)
  const computed = computedTitle(metadata)
  if (options.title !== null) metadata['title'] = cut(options.title, maxTitle)
  return {
    title: options.title === null || options.title === '' ? computed : cut(options.title, maxTitle),
    culprit: culpritOf(event, options.names),
    location: textOf(metadata['filename'] ?? metadata['uri'] ?? metadata['origin'] ?? null) || null,
    metadata,
  }
}

function metadataOf(event: NormalizedEvent, options: SummaryOptions): JsonObject {
  switch (event.type) {
    case 'csp':
      return cspMetadata(event.csp ?? {})
    case 'hpkp':
      return hostMetadata(event.hpkp, 'Public key pinning validation failed')
    case 'expectct':
      return hostMetadata(event.expectct, 'Expect-CT failed')
    case 'expectstaple':
      return hostMetadata(event.expectstaple, 'Expect-Staple failed')
    case 'nel':
      return nelMetadata(event)
    case 'transaction':
      return { title: event.transaction || '<unlabeled transaction>' }
    case 'error':
    case 'default':
      return options.main === null ? messageMetadata(event) : errorMetadata(event, options.main, options.names)
    default:
      // Payloads that have not been through normalisation have no type yet.
      return options.main === null ? messageMetadata(event) : errorMetadata(event, options.main, options.names)
  }
}

function errorMetadata(event: NormalizedEvent, exception: Exception, names: BoundedCache<string>): JsonObject {
  const metadata: JsonObject = {}
  // A synthetic exception's type is the SDK's invention.
  if (exception.mechanism?.synthetic !== true) metadata['type'] = cut(exception.type || 'Error', maxType)
  metadata['value'] = cut(exception.value ?? '', maxValue)
  const frame = crashFrame(event, hasName)
  if (frame !== null) {
    const filename = frame.filename || frame.abs_path
    if (filename) metadata['filename'] = filename
    const name = functionNameOf(frame, frame.platform || event.platform || null, names)
    if (name) metadata['function'] = name
  }
  return metadata
}

function hasName(frame: Frame): boolean {
  return !!frame.function && frame.function !== '<redacted>' && frame.function !== '<unknown>'
}

function messageMetadata(event: NormalizedEvent): JsonObject {
  const message = (event.logentry?.formatted || event.logentry?.message || '').trim()
  return { title: cut(firstLine(message), maxTitle) || '<unlabeled event>' }
}

function nelMetadata(event: NormalizedEvent): JsonObject {
  const body = event.nel?.['body']
  const type = body !== null && typeof body === 'object' && !Array.isArray(body) ? textOf(body['type']) : ''
  const metadata = messageMetadata(event)
  if (metadata['title'] === '<unlabeled event>')
    metadata['title'] = type === '' ? 'Network error' : `Network error: ${type}`
  const url = event.request?.url || textOf(event.nel?.['url'])
  if (url) metadata['uri'] = url
  return metadata
}

function hostMetadata(report: JsonObject | null | undefined, what: string): JsonObject {
  const hostname = textOf(report?.['hostname'])
  return { origin: hostname, message: hostname === '' ? what : `${what} for '${hostname}'` }
}

function cspMetadata(csp: JsonObject): JsonObject {
  const directive = effectiveDirective(csp)
  const uri = blockedSource(csp)
  return { directive, uri, message: cut(cspMessage(csp, directive, uri), maxTitle) }
}

/** What the browser would have loaded, in words. */
const cspResources = new Map<string, string>([
  ['child-src', 'child'],
  ['connect-src', 'connect'],
  ['font-src', 'font'],
  ['frame-src', 'frame'],
  ['img-src', 'image'],
  ['manifest-src', 'manifest'],
  ['media-src', 'media'],
  ['object-src', 'object'],
  ['script-src', 'script'],
  ['script-src-elem', 'script'],
  ['script-src-attr', 'script'],
  ['style-src', 'style'],
  ['style-src-elem', 'style'],
  ['style-src-attr', 'style'],
  ['worker-src', 'worker'],
  ['form-action', 'form action'],
  ['base-uri', 'base-uri'],
  ['frame-ancestors', 'frame ancestor'],
  ['plugin-types', 'plugin type'],
])

function cspMessage(csp: JsonObject, directive: string, uri: string): string {
  const violation = localViolation(csp)
  if (violation === "'unsafe-eval'") return "Blocked unsafe eval() 'script'"
  if (violation === "'unsafe-inline'") return "Blocked unsafe inline 'script'"
  const resource = cspResources.get(directive) ?? directive
  if (resource === '') return 'Blocked by the content security policy'
  if (csp['blocked_uri'] === 'inline') return `Blocked inline '${resource}'`
  return `Blocked '${resource}' from '${uri === "'self'" ? 'self' : uri.replace(/:\/\/$/, ':')}'`
}

function computedTitle(metadata: JsonObject): string {
  const given = textOf(metadata['title']) || textOf(metadata['message'])
  if (given !== '') return given
  const type = textOf(metadata['type'])
  if (type === '') return textOf(metadata['function']) || '<unknown>'
  const value = firstLine(textOf(metadata['value']).trim())
  return value === '' ? type : `${type}: ${cut(value, maxTitle)}`
}

/** The transaction, else the function that crashed, else the page or the directive. */
function culpritOf(event: NormalizedEvent, names: BoundedCache<string>): string {
  if (event.transaction) return cut(event.transaction, maxCulprit)
  if (event.type === 'csp') return cut(effectiveDirective(event.csp ?? {}), maxCulprit)
  const last = event.exception?.values?.at(-1)
  if (last?.mechanism?.synthetic === true) return ''
  const frame = crashFrame(event, (each) => frameCulprit(each, event, names) !== '')
  const culprit = frame === null ? (event.request?.url ?? '') : frameCulprit(frame, event, names)
  return cut(culprit, maxCulprit)
}

function frameCulprit(frame: Frame, event: NormalizedEvent, names: BoundedCache<string>): string {
  const platform = frame.platform || event.platform || null
  const name = functionNameOf(frame, platform, names)
  if (platform === 'native' || platform === 'cocoa' || platform === 'objc') return name ?? ''
  const where = frame.module || frame.filename || ''
  if (where === '') return ''
  if (platform === 'javascript' || platform === 'node') return `${name ?? '?'}(${where})`
  return `${where} in ${name ?? '?'}`
}

function firstLine(text: string): string {
  const end = text.search(/[\r\n]/)
  return end < 0 ? text : text.slice(0, end)
}

/** Cuts to a length, with `...` as the last three characters; never within a surrogate pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = length - 3
  const last = text.charCodeAt(end - 1)
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}...`
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
