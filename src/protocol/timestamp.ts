const isoTime =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d{0,9})?)?)? ?(?:(Z|z|UTC)|([+-])(\d\d):?(\d\d)?)?$/
const decimal = /^-?\d{1,12}(?:\.\d{1,12})?$/

/** Seconds since 1970 of a number, a numeric text or RFC 3339 text (UTC where it names no zone); null when it is none. */
export function parseTimestamp(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 1e12 ? value : null
  if (typeof value !== 'string' || value.length > 48) return null
  const text = value.trim()
  if (decimal.test(text)) return parseTimestamp(Number(text))
  const match = isoTime.exec(text)
  if (!match) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, offHour, offMinute = '0'] =
    match
  const milliseconds = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const parts = new Date(milliseconds)
  // Date.UTC rolls 31 February over into March, and 24:00 into the next day.
  if (parts.getUTCDate() !== Number(day) || parts.getUTCMonth() !== Number(month) - 1 || Number(hour) > 23) return null
  if (Number(minute) > 59 || Number(second) > 60) return null
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(offHour) * 3600 + Number(offMinute) * 60) : 0
  return milliseconds / 1000 - offset + (fraction === '' ? 0 : Number(`0.${fraction}`))
}
