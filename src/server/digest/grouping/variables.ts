import type { Frame, NormalizedEvent } from '../../../protocol/event.ts'
import { crashFrame } from './frames.ts'

/** The name in `{{ name }}` when the whole text is one variable, else null. */
export function variableOf(text: string): string | null {
  if (!text.startsWith('{{') || !text.endsWith('}}') || text.length < 5) return null
  const name = text.slice(2, -2).trim()
  return name === '' || /[\s{}]/.test(name) ? null : name
}

/**
 * The value of a fingerprint variable for an event; what is missing becomes a fixed text like `<no-module>`, so that the
 * events without it share a group. Unknown names say so. `default` is not resolved here.
 */
export function resolveVariable(name: string, event: NormalizedEvent): string {
  if (name.startsWith('tags.')) return tagOf(event, name.slice(5))
  switch (name) {
    case 'transaction':
      return event.transaction || '<no-transaction>'
    case 'message':
    case 'raw_message':
      return messageOf(event) || '<no-message>'
    case 'type':
    case 'error.type':
      return lastException(event)?.type || '<no-type>'
    case 'value':
    case 'raw_value':
    case 'error.value':
    case 'error.raw_value':
      return lastException(event)?.value || '<no-value>'
    case 'function':
    case 'stack.function':
      return crashFrame(event)?.function || '<no-function>'
    case 'path':
    case 'stack.abs_path': {
      const frame = crashFrame(event)
      return frame?.abs_path || frame?.filename || '<no-abs-path>'
    }
    case 'stack.filename': {
      const frame = crashFrame(event)
      return frame?.filename || frame?.abs_path || '<no-filename>'
    }
    case 'module':
    case 'stack.module':
      return crashFrame(event)?.module || '<no-module>'
    case 'package':
    case 'stack.package':
      return packageName(crashFrame(event)) || '<no-package>'
    case 'level':
      return event.level || '<no-level>'
    case 'logger':
      return event.logger || '<no-logger>'
    case 'release':
      return event.release || '<no-release>'
    default:
      return `<unrecognized-variable-${name}>`
  }
}

/** Replaces every `{{ variable }}` in a title; anything else between braces stays as it is. */
export function expandTitle(template: string, event: NormalizedEvent): string {
  let title = ''
  let at = 0
  for (;;) {
    const start = template.indexOf('{{', at)
    const end = start < 0 ? -1 : template.indexOf('}}', start)
    if (end < 0) return title + template.slice(at)
    const name = variableOf(template.slice(start, end + 2))
    title += template.slice(at, start) + (name === null ? template.slice(start, end + 2) : resolveVariable(name, event))
    at = end + 2
  }
}

/** The text of a message event, or of the last exception. */
export function messageOf(event: NormalizedEvent): string | null {
  return event.logentry?.formatted || event.logentry?.message || lastException(event)?.value || null
}

function lastException(event: NormalizedEvent): { type?: string | null; value?: string | null } | null {
  return event.exception?.values?.at(-1) ?? null
}

function tagOf(event: NormalizedEvent, wanted: string): string {
  for (const pair of event.tags ?? []) if (pair[0] === wanted && pair[1] !== null) return pair[1]
  return `<no-value-for-tag-${wanted}>`
}

function packageName(frame: Frame | null): string | null {
  const name = frame?.package
  if (!name) return null
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
}
