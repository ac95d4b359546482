import type { Json, JsonObject } from '../../../protocol/event.ts'
import { maxListed, maxUrl } from '../../../protocol/replay.ts'
import { countNothing, type RecordedCounts, type ReplayClick } from '../../storage/replays/records.ts'
import { cleanText } from '../normalize/clean-text.ts'
import { readClick } from './replay-click.ts'

/** What a recording tells beside what it shows. Times are milliseconds. */
export interface RecordingFacts {
  /** Of its first and last event; null where none has a time. */
  startedAt: number | null
  finishedAt: number | null
  clicks: ReplayClick[]
  counts: RecordedCounts
  navigations: string[]
  /** How long requests of the page took, milliseconds to two digits; each once, in no order. */
  responseTimes: number[]
  /** The most clicks on one place at once of which the page took notice. */
  mostClicks: number
}

/** rrweb's types of events that are looked into; the others are the page itself. */
const meta = 4
const custom = 5

/** What breadcrumbs tell of, by their category. */
const crumbs: ReadonlyMap<string, keyof RecordedCounts> = new Map([
  ['ui.tap', 'taps'],
  ['ui.multiClick', 'multiClicks'],
  ['ui.input', 'inputs'],
  ['ui.keyDown', 'inputs'],
  ['console', 'consoleMessages'],
  ['replay.mutations', 'mutations'],
  ['replay.hydrate-error', 'hydrationErrors'],
])

/** A click every 5 ms of the 5 s that a browser's segment has: more are a script's. */
const maxClicks = 1000
/** Spans of requests that a page or app made. */
const requests = ['resource.fetch', 'resource.xhr', 'resource.http']
const maxRequestMs = 3_600_000
/** A page has three names at most: of the page itself, of a breadcrumb and of a span. */
const maxPlaces = 3 * maxListed

interface Place {
  at: number
  name: string
}

/**
 * Looks at the events of a recording in order. Clicks are what Sentry takes for them (src/sentry/replays/usecases/ingest/event_parser.py): a
 * `ui.multiClick` is none, the clicks that it sums up come by themselves. Pages come from the page's own address (meta events) and from `navigation`
 * breadcrumbs and spans; a mobile SDK's breadcrumbs name screens.
 */
export function gatherFacts(): { see(event: JsonObject): void; facts(): RecordingFacts } {
  let startedAt: number | null = null
  let finishedAt: number | null = null
  const clicks: ReplayClick[] = []
  const places: Place[] = []
  const counts = countNothing()
  const responseTimes = new Set<number>()
  let mostClicks = 0

  function seeTime(at: number | null): void {
    if (at === null) return
    startedAt = Math.min(startedAt ?? at, at)
    finishedAt = Math.max(finishedAt ?? at, at)
  }

  function seePlace(value: Json | undefined, at: number | null): void {
    if (typeof value !== 'string' || value === '' || places.length === maxPlaces) return
    places.push({ at: at ?? places.at(-1)?.at ?? 0, name: cleanText(value.slice(0, maxUrl)) })
  }

  function seeBreadcrumb(payload: JsonObject, at: number | null): void {
    const { category } = payload
    if (category === 'navigation') seePlace(memberOf(payload.data, 'to'), at)
    const kind = typeof category === 'string' ? crumbs.get(category) : undefined
    if (kind !== undefined) counts[kind]++
    if (kind === 'multiClicks') mostClicks = Math.max(mostClicks, numberOf(memberOf(payload.data, 'clickCount')))
    const click = clicks.length < maxClicks ? readClick(payload, at) : null
    if (click !== null) clicks.push(click)
  }

  function seeSpan(op: string, payload: JsonObject, at: number | null): void {
    if (op.startsWith('navigation.')) seePlace(payload.description, at)
    else if (op.startsWith('resource.')) counts.requests++
    else if (op === 'web-vital') counts.webVitals++
    if (!requests.includes(op) || responseTimes.size === maxListed) return
    const [start, end] = [numberOf(payload.startTimestamp), numberOf(payload.endTimestamp)]
    const took = (end - start) * (end < smallestMs ? 1000 : 1)
    if (start > 0 && took >= 0 && took < maxRequestMs) responseTimes.add(Number(took.toPrecision(2)))
  }

  return {
    see(event) {
      const at = readTime(event.timestamp)
      seeTime(at)
      if (event.type === meta) seePlace(memberOf(event.data, 'href'), at)
      if (event.type !== custom) return
      const tag = memberOf(event.data, 'tag')
      const payload = memberOf(event.data, 'payload')
      if (!isObject(payload)) return
      if (tag === 'breadcrumb') seeBreadcrumb(payload, at)
      if (tag === 'performanceSpan' && typeof payload.op === 'string') seeSpan(payload.op, payload, at)
    },
    facts() {
      const navigations = resolvePlaces(places).slice(0, maxListed)
      return { startedAt, finishedAt, clicks, counts, navigations, responseTimes: [...responseTimes], mostClicks }
    },
  }
}

/** Times below are seconds: the browser SDK gives those of its spans so (`createPerformanceSpans`). As milliseconds it is 1973. */
const smallestMs = 1e11
/** The year 5138, as milliseconds. */
const largestMs = 1e14

function readTime(value: Json | undefined): number | null {
  if (typeof value !== 'number' || !(value > 0)) return null
  const ms = Math.floor(value < smallestMs ? value * 1000 : value)
  return ms >= smallestMs && ms < largestMs ? ms : null
}

/**
 * In order of time, for the browser SDK tells how a page was loaded when it sends; the same one after itself once. A browser's breadcrumbs name a page from
 * its root on, the span beside them in full; relative they stay where no page is known: screens of an app.
 */
function resolvePlaces(places: Place[]): string[] {
  const names = places.toSorted((a, b) => a.at - b.at).map(({ name }) => name)
  let page = names.find((name) => URL.canParse(name))
  const resolved: string[] = []
  for (const name of names) {
    const isUrl = URL.canParse(name)
    const place = isUrl || page === undefined ? name : (URL.parse(name, page)?.href.slice(0, maxUrl) ?? name)
    if (isUrl) page = name
    if (place !== resolved.at(-1)) resolved.push(place)
  }
  return resolved
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
