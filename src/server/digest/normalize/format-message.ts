import { boundedJson } from './bounded-json.ts'
import { scalarText } from './read.ts'

type Lookup = (name: string) => unknown

/**
 * Fills a log message's parameters in: `%s`, `%(name)s`, `%5.2f` … as Python's logging, else `{}`, `{0}`, `{name}`.
 * Placeholders without a parameter stay as they are. The result may be a little longer than `limit`.
 */
export function formatMessage(template: string, params: unknown, limit: number): string {
  if (typeof params !== 'object' || params === null) return template
  const named: Lookup = (name) => (Object.hasOwn(params, name) ? Reflect.get(params, name) : undefined)
  const ordered: unknown[] | null = Array.isArray(params) ? params : null
  if (template.includes('%')) {
    const filled = fillPercent(template, named, ordered, limit)
    if (filled !== null) return filled
  }
  return template.includes('{') ? fillBraces(template, named, ordered, limit) : template
}

const conversion = /%(?:%|(?:\(([^()]{1,64})\))?([-+ 0#]{0,3})(\d{0,2})(?:\.(\d{1,2}))?l?([diouxXeEfFgGcrsa]))/g

const numeric = 'eEfFgGdiuxXo'

/** Null when the template holds no conversion at all. */
function fillPercent(template: string, named: Lookup, ordered: unknown[] | null, limit: number): string | null {
  let next = 0
  let used = 0
  let length = template.length
  const filled = template.replace(
    conversion,
    (whole: string, name?: string, flags = '', width = '', precision?: string, kind = '') => {
      used++
      if (whole === '%%') return '%'
      const value = name === undefined ? ordered?.[next++] : named(name)
      if (value === undefined || length > limit || !isFitFor(kind, value)) return whole
      const shown = pad(render(value, kind, precision, limit), flags, Number(width || 0))
      length += shown.length
      return shown
    },
  )
  return used > 0 ? filled : null
}

function fillBraces(template: string, named: Lookup, ordered: unknown[] | null, limit: number): string {
  let next = 0
  let length = template.length
  return template.replace(/\{([^{}]{0,64})\}/g, (whole: string, spec: string) => {
    const name = spec.split(/[:!]/, 1)[0] ?? ''
    const value = name === '' ? ordered?.[next++] : named(name)
    if (value === undefined || length > limit) return whole
    const shown = render(value, 's', undefined, limit)
    length += shown.length
    return shown
  })
}

/** Numbers go where numbers belong: "50% off" holds Python's `% o`. */
function isFitFor(kind: string, value: unknown): boolean {
  return !numeric.includes(kind) || (typeof value !== 'object' && value !== '' && Number.isFinite(Number(value)))
}

function render(value: unknown, kind: string, precision: string | undefined, limit: number): string {
  if (numeric.includes(kind)) return renderNumber(Number(value), kind, precision)
  const shown = value === null ? 'null' : (scalarText(value) ?? boundedJson(value, limit))
  return precision !== undefined && kind === 's' ? shown.slice(0, Number(precision)) : shown
}

function renderNumber(value: number, kind: string, precision: string | undefined): string {
  switch (kind) {
    case 'f':
    case 'F':
      return value.toFixed(Number(precision ?? 6))
    case 'e':
    case 'E':
      return value.toExponential(Number(precision ?? 6))
    case 'x':
      return Math.trunc(value).toString(16)
    case 'X':
      return Math.trunc(value).toString(16).toUpperCase()
    case 'o':
      return Math.trunc(value).toString(8)
    case 'g':
    case 'G':
      return String(value)
    default:
      return String(Math.trunc(value))
  }
}

function pad(shown: string, flags: string, width: number): string {
  if (shown.length >= width) return shown
  if (flags.includes('-')) return shown.padEnd(width)
  return flags.includes('0') ? shown.padStart(width, '0') : shown.padStart(width)
}
