import type { Json, JsonObject } from '../../../protocol/event.ts'
import { isObject, readAdded, readSeconds } from './recorded.ts'

export type MomentKind = 'click' | 'dead' | 'rage' | 'input' | 'navigation' | 'console' | 'network' | 'note'

/** Something that happened in a recording, as its panels tell it. */
export interface Moment {
  /** Milliseconds since 1970. */
  at: number
  kind: MomentKind
  /** What it is in a word or two. */
  title: string
  /** What it was about. */
  text: string
  level: string | null
  /** Of requests: how long it took, in milliseconds. */
  took: number | null
  /** Of requests: the status that was answered. */
  status: number | null
  data: JsonObject | null
}

/** As many clicks within a dead one are rage, as the server counts it. */
const rageClicks = 5

/**
 * Reads out of recorded events what can be told in words, by time. SDKs write breadcrumbs and measured spans between what rrweb
 * records; a dead click comes as a second breadcrumb of the same click, which it takes the place of.
 */
export function readMoments(events: readonly JsonObject[]): Moment[] {
  const moments = events.flatMap((event) => {
    const added = readAdded(event)
    if (!added) return []
    const { tag, payload } = added
    const moment = tag === 'breadcrumb' ? readCrumb(payload) : tag === 'performanceSpan' ? readSpan(payload) : null
    return moment ? [moment] : []
  })
  const inVain = new Set(moments.filter(({ kind }) => kind === 'dead' || kind === 'rage').map(keyOf))
  return moments
    .filter((moment) => moment.kind !== 'click' || !inVain.has(keyOf(moment)))
    .toSorted((a, b) => a.at - b.at)
}

const keyOf = ({ at, text }: Moment) => `${Math.round(at)} ${text}`

function readCrumb(payload: JsonObject): Moment | null {
  const at = readSeconds(payload.timestamp)
  const category = textOf(payload.category)
  if (at === null) return null
  const data = isObject(payload.data) ? payload.data : null
  const moment = {
    at,
    text: textOf(payload.message),
    level: textOf(payload.level) || null,
    took: null,
    status: null,
    data,
  }
  switch (category) {
    case 'ui.click':
    case 'ui.tap':
      return { ...moment, kind: 'click', title: category === 'ui.tap' ? 'Tap' : 'Click' }
    case 'ui.slowClickDetected': {
      if (data?.endReason !== 'timeout') return null
      const isRage = Number(data.clickCount ?? 0) >= rageClicks
      return { ...moment, kind: isRage ? 'rage' : 'dead', title: isRage ? 'Rage click' : 'Dead click' }
    }
    case 'ui.multiClick':
      return { ...moment, kind: 'click', title: `${Number(data?.clickCount ?? 0) || 'Many'} clicks` }
    case 'ui.input':
      return { ...moment, kind: 'input', title: 'Input' }
    case 'ui.keyDown':
      return { ...moment, kind: 'input', title: 'Key' }
    case 'navigation':
      return { ...moment, kind: 'navigation', title: 'Navigation', text: textOf(data?.to) || moment.text }
    case 'console':
      return { ...moment, kind: 'console', title: 'Console', level: moment.level ?? 'info' }
    default:
      return { ...moment, kind: 'note', title: category || 'Breadcrumb' }
  }
}

function readSpan(payload: JsonObject): Moment | null {
  const at = readSeconds(payload.startTimestamp)
  const end = readSeconds(payload.endTimestamp)
  const op = textOf(payload.op)
  if (at === null) return null
  const data = isObject(payload.data) ? payload.data : null
  const moment = {
    at,
    text: textOf(payload.description),
    level: null,
    took: end === null ? null : Math.max(0, end - at),
    status: null,
    data,
  }
  if (op.startsWith('resource.')) {
    const status = typeof data?.statusCode === 'number' ? data.statusCode : null
    const method = textOf(data?.method)
    return { ...moment, kind: 'network', title: method || op.slice('resource.'.length), status }
  }
  // `navigation.push` comes with a breadcrumb of its own.
  if (op === 'navigation.navigate' || op === 'navigation.reload')
    return { ...moment, kind: 'navigation', title: op === 'navigation.reload' ? 'Reload' : 'Page load' }
  if (op !== 'web-vital' || typeof data?.value !== 'number') return null
  const value = Math.round(data.value * 1000) / 1000
  return { ...moment, kind: 'note', title: 'Web vital', text: `${moment.text} ${value}`, took: null }
}

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '')
