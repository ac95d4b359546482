/** How the events of a filled folder are spread: over issues, time, people and tags, as a busy company's are. Deterministic. */

export interface Shape {
  events: number
  issues: number
  projects: number
  /** Milliseconds since 1970. */
  end: number
}

export const days = 90
const dayMs = 86_400_000
const weeks = Math.ceil(days / 7)

/** A number in [0, 1) from two integers (a multiplicative hash: even enough for shares, and the same in every run). */
export function fraction(number: number, salt: number): number {
  let hash = Math.imul(number ^ Math.imul(salt + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296
}

/**
 * Which issue the event belongs to, from 1. Few issues have most events (Zipf); the most frequent hundredth lives on, all others belong to
 * the week in which they happen, as bugs come and go with releases.
 */
export function issueOf(shape: Shape, number: number): number {
  const evergreen = Math.max(5, Math.floor(shape.issues / 100))
  const perWeek = Math.max(1, Math.floor((shape.issues - evergreen) / weeks))
  const rank = Math.floor((evergreen + perWeek) ** fraction(number, 1))
  if (rank <= evergreen) return rank
  return rank + perWeek * Math.min(weeks - 1, Math.floor((number / shape.events) * weeks))
}

/** Time goes on with the number; days are busier than nights, three to one. */
export function timeOf(shape: Shape, number: number): number {
  const day = (number / shape.events) * days
  const hour = day - Math.floor(day)
  const swung = hour + (0.5 / (2 * Math.PI)) * Math.sin(2 * Math.PI * hour)
  return Math.floor(shape.end - days * dayMs + (Math.floor(day) + swung) * dayMs)
}

function share<T>(list: readonly (readonly [T, number])[], at: number): T {
  let sum = 0
  for (const [value, weight] of list) {
    sum += weight
    if (at < sum) return value
  }
  const [last] = list.at(-1) ?? []
  if (last === undefined) throw new Error('nothing to choose from')
  return last
}

const browsers = [
  ['Chrome', 0.61],
  ['Safari', 0.19],
  ['Edge', 0.08],
  ['Firefox', 0.07],
  ['Samsung Internet', 0.03],
  ['Opera', 0.02],
] as const
const systems = [
  ['Windows', 0.44],
  ['Android', 0.21],
  ['Mac OS X', 0.16],
  ['iOS', 0.14],
  ['Linux', 0.05],
] as const
const environments = [
  ['production', 0.86],
  ['staging', 0.1],
  ['development', 0.04],
] as const
const locales = [
  ['en', 0.5],
  ['de', 0.15],
  ['fr', 0.12],
  ['ja', 0.1],
  ['es', 0.08],
  ['pt', 0.05],
] as const

export interface Details {
  environment: string
  release: string
  browser: string
  os: string
  serverName: string
  url: string
  userId: string
  tags: [string, string][]
}

/** 250,000 people, few of them many times; 40 releases, each the newest for some two days; 20,000 customers. */
export function detailsOf(shape: Shape, number: number, issue: number): Details {
  const at = (salt: number) => fraction(number, salt)
  const environment = share(environments, at(2))
  const release = `shop@2.${Math.floor((number / shape.events) * 40 - at(3) * 2 + 2)}.0`
  const browser = share(browsers, at(4))
  const os = share(systems, at(5))
  const serverName = `web-${Math.floor(at(6) * 40)}`
  const url = `https://shop.example.com/${issue % 60}/${Math.floor(at(7) ** 3 * 3000)}`
  const userId = String(Math.floor(250_000 ** at(8)))
  return {
    environment,
    release,
    browser,
    os,
    serverName,
    url,
    userId,
    tags: [
      ['browser', `${browser} ${130 + Math.floor(at(9) * 12)}.0`],
      ['browser.name', browser],
      ['customer', `customer-${Math.floor(20_000 ** at(10))}`],
      ['environment', environment],
      ['level', 'error'],
      ['locale', share(locales, at(11))],
      ['os', `${os} ${10 + Math.floor(at(12) * 6)}`],
      ['os.name', os],
      ['plan', at(13) < 0.2 ? 'pro' : 'free'],
      ['release', release],
      ['server_name', serverName],
      ['shard', String(Math.floor(at(14) * 16))],
      ['url', url],
      ['user', `id:${userId}`],
    ],
  }
}
