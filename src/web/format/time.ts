const units: [seconds: number, short: string, long: string][] = [
  [31_557_600, 'y', 'year'],
  [604_800, 'w', 'week'],
  [86_400, 'd', 'day'],
  [3_600, 'h', 'hour'],
  [60, 'm', 'minute'],
  [1, 's', 'second'],
]

/** Age in one unit: `now`, `42s`, `2m`, `5h`, `3d`, `6w`, `2y`. Times ahead of the clock (skew) are `now`. */
export function formatAge(then: number, now: number): string {
  const seconds = Math.floor((now - then) / 1000)
  if (seconds < 5) return 'now'
  const [size, short] = units.find(([size]) => seconds >= size) ?? [1, 's']
  return `${Math.floor(seconds / size)}${short}`
}

/** The same in words: `just now`, `2 minutes ago`. */
export function formatAgo(then: number, now: number): string {
  const seconds = Math.floor((now - then) / 1000)
  if (seconds < 5) return 'just now'
  const [size, , long] = units.find(([size]) => seconds >= size) ?? [1, 's', 'second']
  const count = Math.floor(seconds / size)
  return `${count} ${long}${count === 1 ? '' : 's'} ago`
}

/** Date and time to the second with the zone, in the reader's zone unless another is given. */
export const formatExactTime = (time: number, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(time)

/** Day and minute, for what lies days or hours off: `15 Jan, 12:00`. */
export const formatMinute = (time: number, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(time)

/** Clock time with milliseconds, for lines that lie seconds apart. */
export const formatClock = (time: number, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZone,
  }).format(time)

/** How long before: `+0 ms`, `−120 ms`, `−3.4 s`, `−5 min`, `−2 h`, `−3 d`. */
export function formatBefore(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  const sign = milliseconds > 0 ? '+' : '−'
  if (size < 1000) return `${sign}${Math.round(size)} ms`
  if (size < 60_000) return `${sign}${(size / 1000).toFixed(1)} s`
  if (size < 3_600_000) return `${sign}${Math.round(size / 60_000)} min`
  if (size < 172_800_000) return `${sign}${Math.round(size / 3_600_000)} h`
  return `${sign}${Math.round(size / 86_400_000)} d`
}

/** How long something took: `340 ms`, `12.4 s`, `5.2 min`, `2.1 h`. */
export function formatLength(milliseconds: number): string {
  const steps: [size: number, word: string][] = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ]
  const [size, word] = steps.find(([size]) => milliseconds >= size) ?? [1, 'ms']
  return `${Number((milliseconds / size).toFixed(size === 1 ? 0 : 1))} ${word}`
}

/** ISO 8601 or null → milliseconds since 1970 or null. */
export function readTime(text: string | null | undefined): number | null {
  const time = text ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? null : time
}
