/**
 * Replays of a busy company over 90 days, in order of time: ten projects, a hundred releases, 20,000 people, pages with ids in their paths. Three
 * segments each on average, every 5,000th replay 200 of them.
 */
import { createHash } from 'node:crypto'
import {
  countNothing,
  type ReplayClick,
  type ReplayElement,
  type ReplayLink,
  type ReplaySegment,
  type ReplayTold,
} from '../src/server/storage/replays/records.ts'
import { createRandom, type Random } from './random.ts'

export interface ReplayShape {
  replays: number
  days: number
  end: number
  organizationId: number
  projectIds: number[]
}

export const longEvery = 5000
export const longSegments = 200
const segmentMs = 18_000
const browsers = ['Chrome', 'Chrome', 'Chrome', 'Firefox', 'Safari', 'Safari', 'Edge', 'Samsung Internet']
const systems = ['Windows', 'Windows', 'macOS', 'iOS', 'Android', 'Linux']
const pages = ['cart', 'checkout', 'search', 'account', 'help', 'product', 'product', 'product']
const tags = ['button', 'a', 'input', 'div', 'span']

export function replayIdOf(n: number): string {
  return hashOf('replay', n)
}

function hashOf(kind: string, n: number): string {
  return createHash('md5').update(`${kind} ${n}`).digest('hex')
}

/** Whole replays, one after the other: a batch of them holds what a busy minute of the spool does. */
export function* replayTraffic(shape: ReplayShape): Generator<{ segments: ReplaySegment[]; links: ReplayLink[] }> {
  const start = shape.end - shape.days * 86_400_000
  const random = createRandom(1)
  for (let n = 0; n < shape.replays; n++) {
    const startedAt = Math.floor(start + ((shape.end - start) * n) / shape.replays)
    yield makeReplay(shape, n, startedAt, random)
  }
}

function makeReplay(shape: ReplayShape, n: number, startedAt: number, random: Random) {
  const projectId = shape.projectIds[random(10) % shape.projectIds.length] ?? 1
  const person = random(20_000)
  const replayId = replayIdOf(n)
  const place = { position: n, organizationId: shape.organizationId, projectId, replayId }
  const facts = factsOf(shape, n, person, random)
  const count = n % longEvery === 0 ? longSegments : 1 + random(5)
  const failed = random(4) === 0 ? [hashOf('event', n)] : []
  const segments = Array.from({ length: count }, (_, segmentId): ReplaySegment => {
    const finishedAt = startedAt + (segmentId + 1) * segmentMs - random(5000)
    return {
      ...place,
      receivedAt: finishedAt + 500,
      segmentId,
      replayType: failed.length > 0 ? 'buffer' : 'session',
      startedAt,
      finishedAt,
      told: {
        ...facts,
        urls: segmentId === 0 || random(3) === 0 ? [urlOf(random)] : [],
        errorIds: segmentId === 0 ? failed : [],
        traceIds: segmentId === 0 ? [hashOf('trace', n)] : [],
      },
      recording: {
        blobId: hashOf('blob', n * 1000 + segmentId),
        kind: 'rrweb',
        bytes: 20_000 + random(50_000),
        clicks: Array.from({ length: random(3) }, () => clickOf(finishedAt, random)),
        counts: { ...countNothing(), inputs: n % 3, requests: 5 + (n % 20), consoleMessages: n % 2, webVitals: 2 },
        navigations: [],
      },
    }
  })
  const at = startedAt + 1000
  const traceId = hashOf('trace', n)
  const links = failed.map(
    (eventId): ReplayLink => ({ ...place, receivedAt: at, eventId, level: 'error', at, traceId }),
  )
  return { segments, links }
}

function factsOf(
  shape: ReplayShape,
  n: number,
  person: number,
  random: Random,
): Omit<ReplayTold, 'urls' | 'errorIds' | 'traceIds'> {
  const release = Math.floor((n / shape.replays) * 100)
  const [browser, system] = [browsers[random(browsers.length)] ?? '', systems[random(systems.length)] ?? '']
  return {
    environment: random(10) === 0 ? 'staging' : 'production',
    release: `shop@${Math.floor(release / 10)}.${release % 10}.0`,
    dist: null,
    platform: 'javascript',
    user: {
      id: `${person}`,
      username: `person-${person}`,
      email: `person-${person}@example.org`,
      ip: `10.0.${person >> 8}.${person & 255}`,
    },
    geo: { city: 'Bern', countryCode: 'CH', region: 'Switzerland', subdivision: 'Bern' },
    sdk: { name: 'sentry.javascript.react', version: `9.${random(40)}.0` },
    os: { name: system, version: `${10 + random(8)}` },
    browser: { name: browser, version: `${100 + random(40)}.0.0` },
    device: { name: null, brand: null, model: null, family: system === 'iOS' ? 'iPhone' : null },
    segmentNames: [],
    otaUpdates: { channel: null, runtimeVersion: null, updateId: null },
    tags: [
      ['customer', `customer-${random(5000)}`],
      ['locale', ['en', 'de', 'fr', 'ja'][random(4)] ?? 'en'],
      ['plan', random(20) === 0 ? 'enterprise' : 'pro'],
    ],
  }
}

function urlOf(random: Random): string {
  const page = pages[random(pages.length)] ?? ''
  return `https://shop.example/${page}${page === 'product' ? `/${random(50_000)}` : ''}`
}

function clickOf(at: number, random: Random): ReplayClick {
  const isDead = random(15) === 0
  return {
    at: at - random(5000),
    nodeId: random(1000),
    isDead,
    isRage: isDead && random(4) === 0,
    element: elementOf(random(3000)),
  }
}

function elementOf(n: number): ReplayElement {
  return {
    tag: tags[n % tags.length] ?? 'a',
    id: n % 3 === 0 ? `element-${n}` : '',
    classes: [`class-${n % 100}`, 'wide'],
    text: `Label ${n}`,
    role: '',
    alt: '',
    testId: '',
    ariaLabel: n % 7 === 0 ? `Label ${n}` : '',
    title: '',
    componentName: `Component${n % 200}`,
  }
}
