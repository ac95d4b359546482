/**
 * Sessions of a busy company, in order of time: five server projects that count by themselves (one aggregate a minute, release and environment) and
 * five apps that tell of every session, a quarter of them twice. Deterministic but for the session ids.
 */
import { randomBytes } from 'node:crypto'
import type { SessionCounts, SessionUpdate } from '../src/server/storage/sessions/port.ts'
import { hashUser } from '../src/server/storage/user-sketch.ts'
import { fraction } from './distribution.ts'

export interface SessionShape {
  sessions: number
  days: number
  /** Milliseconds since 1970. */
  end: number
  organizationId: number
  /** The first half are servers, the others apps. */
  projectIds: number[]
}

/** Of all sessions, so many come as aggregates. */
export const aggregateShare = 0.8
export const userCount = 5_000_000
export const releasesPerProject = 20
const dayMs = 86_400_000
const minuteMs = 60_000

export const environments = [
  ['production', 0.8],
  ['staging', 0.1],
  ['development', 0.05],
  ['qa', 0.03],
  ['canary', 0.02],
] as const

export function releaseName(project: number, number: number): string {
  return `app-${project}@1.${number}.0+${1000 + number}`
}

export interface Minute {
  updates: SessionUpdate[]
  counts: SessionCounts[]
}

/** All minutes of the days, one after the other. */
export function* sessionTraffic(shape: SessionShape): Generator<Minute> {
  const minutes = shape.days * 1440
  const begin = Math.floor((shape.end - shape.days * dayMs) / minuteMs) * minuteMs
  const perMinute = shape.sessions / minutes
  const half = shape.projectIds.length / 2
  let draw = 0
  const random = (): number => fraction(++draw, 77)
  let unfinished: SessionUpdate[] = []
  let position = 0
  for (let minute = 0; minute < minutes; minute++) {
    const at = begin + minute * minuteMs
    // Days are busier than nights, three to one.
    const busy = 1 + 0.5 * Math.sin((2 * Math.PI * minute) / 1440)
    const counts: SessionCounts[] = []
    const updates: SessionUpdate[] = []
    const next: SessionUpdate[] = []
    for (const [project, projectId] of shape.projectIds.entries()) {
      const isServer = project < half
      const expected = (busy * perMinute * (isServer ? aggregateShare : 1 - aggregateShare)) / half
      for (const { release, environment, share } of mixAt(project, isServer, minute / 1440, shape.days)) {
        const place = {
          organizationId: shape.organizationId,
          projectId,
          release,
          environment,
          receivedAt: at + minuteMs,
          position: 0,
        }
        const number = Math.floor(expected * share + random())
        if (number === 0) continue
        if (isServer) counts.push(countsOf(place, at, number, random))
        else for (let one = 0; one < number; one++) next.push(...updatesOf(place, at, random))
      }
    }
    for (const update of unfinished) updates.push(update)
    unfinished = []
    for (const update of next) (update.isInit ? updates : unfinished).push(update)
    for (const record of [...updates, ...counts]) record.position = position++
    yield { updates, counts }
  }
}

type Place = Pick<SessionUpdate, 'organizationId' | 'projectId' | 'release' | 'environment' | 'receivedAt' | 'position'>

function countsOf(place: Place, started: number, number: number, random: () => number): SessionCounts {
  const counts = { exited: number, errored: 0, abnormal: 0, crashed: 0, unhandled: 0 }
  if (random() < Math.min(1, number * 0.02)) {
    counts.errored = 1
    counts.exited--
  } else if (random() < number * 0.005) {
    counts.crashed = 1
    counts.exited--
  }
  return { ...place, started, user: null, ...counts }
}

function updatesOf(place: Place, minute: number, random: () => number): SessionUpdate[] {
  // One of a hundred arrives six hours late.
  const started = minute + Math.floor(random() * minuteMs) - (random() < 0.01 ? 6 * 3_600_000 : 0)
  const luck = random()
  const status = luck < 0.005 ? 'crashed' : luck < 0.006 ? 'abnormal' : luck < 0.009 ? 'unhandled' : 'exited'
  const update: SessionUpdate = {
    ...place,
    started,
    user: hashUser(`user ${Math.floor(userCount * random() ** 1.2)}`),
    sid: drawSid(),
    isInit: true,
    status,
    errors: luck > 0.98 || luck < 0.009 ? 1 : 0,
    duration: status === 'exited' ? Math.round(2000 * Math.exp(6 * random())) : null,
    abnormalMechanism: status === 'abnormal' ? 'anr_foreground' : null,
  }
  if (random() > 0.25) return [update]
  return [
    { ...update, status: 'ok', errors: 0, duration: null },
    { ...update, isInit: false, receivedAt: update.receivedAt + minuteMs },
  ]
}

let pool = Buffer.alloc(0)
let used = 0

/** From a pool: 16 bytes at a time take five times as long as everything else here. */
function drawSid(): string {
  if (used + 16 > pool.length) {
    pool = randomBytes(65_536)
    used = 0
  }
  used += 16
  return pool.toString('hex', used - 16, used)
}

interface Part {
  release: string
  environment: string
  share: number
}

const mixes = new Map<string, Part[]>()

/** Which part of a project's sessions is of which release and environment: each release takes over and fades, apps slowly, servers fast. */
function mixAt(project: number, isServer: boolean, day: number, days: number): Part[] {
  const hour = Math.floor(day * 24)
  const key = `${project}/${hour}`
  const known = mixes.get(key)
  if (known) return known
  const every = days / releasesPerProject
  const weights = Array.from({ length: releasesPerProject }, (_, number) => {
    const age = hour / 24 - number * every - (project / 10) * every
    if (age < 0) return number === 0 ? 1 : 0
    const [ramp, halfLife] = isServer ? [0.1, 0.3] : [1.5, 3]
    const weight = Math.max(0.05, Math.min(1, age / ramp)) * 0.5 ** (Math.max(0, age - every) / halfLife)
    return weight < 0.002 ? 0 : weight
  })
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const mix = weights.flatMap((weight, number) =>
    weight === 0
      ? []
      : environments.map(([environment, part]) => ({
          release: releaseName(project, number),
          environment,
          share: (weight / sum) * part,
        })),
  )
  if (mixes.size > 100) mixes.clear()
  mixes.set(key, mix)
  return mix
}
