import type { CompareOperator } from './ast.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const week = 7 * day

/** The furthest that a `Date` reaches from 1970, in milliseconds (ECMA-262, time values). */
const maxTime = 8.64e15

const magnitudes: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9 }

/** `500`, `-1.5`, `3k`; null when it is none. */
export function readNumber(text: string): number | null {
  const match = /^(-?\d{1,18}(?:\.\d{0,18})?)([kmb])?$/i.exec(text)
  if (!match) return null
  const [, digits = '', unit = ''] = match
  return Number(digits) * (magnitudes[unit.toLowerCase()] ?? 1)
}

const durationUnits: Record<string, number> = {
  ms: 1,
  s: second,
  min: minute,
  m: minute,
  hr: hour,
  h: hour,
  day,
  d: day,
  wk: week,
  w: week,
}

/** `500ms`, `1.5hr` → milliseconds; null when it is none. */
export function readDuration(text: string): number | null {
  const match = /^(\d{1,18}(?:\.\d{0,18})?)(ms|s|min|m|hr|h|day|d|wk|w)$/i.exec(text)
  if (!match) return null
  const [, digits = '', unit = ''] = match
  return Number(digits) * (durationUnits[unit.toLowerCase()] ?? 1)
}

/** `80%` → 80; null when it is none. */
export function readPercentage(text: string): number | null {
  const match = /^(\d{1,18}(?:\.\d{0,18})?)%$/.exec(text)
  return match ? Number(match[1]) : null
}

/** `true`, `1`, `false` or `0` in any case; null when it is none. */
export function readBoolean(text: string): boolean | null {
  const lower = text.toLowerCase()
  if (lower === 'true' || lower === '1') return true
  return lower === 'false' || lower === '0' ? false : null
}

const relativeUnits: Record<string, number> = { m: minute, h: hour, d: day, w: week }

/** `-24h`, `+7d`; null when it is none or reaches further than there are dates. */
export function readRelativeDate(text: string): { sign: '-' | '+'; milliseconds: number } | null {
  const match = /^([+-])(\d{1,12})([mhdw])$/i.exec(text)
  if (!match) return null
  const [, sign, digits = '', unit = ''] = match
  const milliseconds = Number(digits) * (relativeUnits[unit.toLowerCase()] ?? 1)
  return milliseconds > maxTime / 2 ? null : { sign: sign === '-' ? '-' : '+', milliseconds }
}

const dateForm = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?(?:(Z)|([+-])(\d\d):(\d\d))?$/i

/** `2018-01-01`, `2018-01-01T05:06:07.123Z`; without a zone it is UTC. Null when it is none, or no day of the calendar. */
export function readDate(text: string): { time: number; precision: 'day' | 'second' } | null {
  const match = dateForm.exec(text)
  if (!match) return null
  const [, years, months, days, hours, minutes, seconds, fraction = '', , sign, zoneHours, zoneMinutes] = match
  const [y, mo, d] = [Number(years), Number(months), Number(days)]
  const [h, mi, s] = [Number(hours ?? 0), Number(minutes ?? 0), Number(seconds ?? 0)]
  if (h > 23 || mi > 59 || s > 59 || Number(zoneHours ?? 0) > 23 || Number(zoneMinutes ?? 0) > 59) return null
  const date = new Date(0)
  // `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(y, mo - 1, d)
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return null
  date.setUTCHours(h, mi, s, Number(fraction.slice(0, 3).padEnd(3, '0')))
  const offset = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * minute
  return {
    time: date.getTime() + (sign === '-' ? offset : -offset),
    precision: hours === undefined ? 'day' : 'second',
  }
}

/** The comparison that a text begins with. */
export function readOperator(text: string, at: number): CompareOperator {
  const first = text[at]
  const isLong = text[at + 1] === '='
  if (first === '>') return isLong ? '>=' : '>'
  if (first === '<') return isLong ? '<=' : '<'
  if (first === '!' && isLong) return '!='
  return first === '=' ? '=' : ''
}
