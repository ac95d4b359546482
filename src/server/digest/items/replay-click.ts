import type { Json, JsonObject } from '../../../protocol/event.ts'
import type { ReplayClick, ReplayElement } from '../../storage/replays/records.ts'
import { cleanText } from '../normalize/clean-text.ts'

/** An element whose click was without effect for so long is dead; clicked so often meanwhile, it is raged at. */
const deadAfterMs = 7000
const rageClicks = 5
const clickable = new Set<unknown>(['a', 'button', 'input'])

/**
 * The click that a breadcrumb of a recording tells of, null when it is none; `at` is the time of its event, for those without one of their own. The
 * rules are Sentry's (src/sentry/replays/usecases/ingest/event_parser.py, `which` and `parse_click_event`): a `ui.click` is a click; a
 * `ui.slowClickDetected` is a dead one when the SDK waited in vain to the end on a link, button or input, and a rage click, which is dead too, when it
 * was clicked five times. Nodes that the recorder did not know have ids below 0: nobody could show them.
 */
export function readClick(payload: JsonObject, at: number | null): ReplayClick | null {
  const { category, data } = payload
  const isSlow = category === 'ui.slowClickDetected'
  if ((category !== 'ui.click' && !isSlow) || !isObject(data) || !isObject(data.node)) return null
  const { node } = data
  if (typeof node.id !== 'number' || !Number.isSafeInteger(node.id) || node.id < 0) return null
  if (typeof node.tagName !== 'string') return null
  const isDead =
    isSlow &&
    data.endReason === 'timeout' &&
    clickable.has(node.tagName) &&
    // Names in lower case are those of SDKs that went through a normaliser.
    numberOf(data.timeAfterClickMs, data.timeafterclickms) >= deadAfterMs
  if (isSlow && !isDead) return null
  const clickedAt = typeof payload.timestamp === 'number' ? readSeconds(payload.timestamp) : at
  if (clickedAt === null) return null
  return {
    at: clickedAt,
    nodeId: node.id,
    isDead,
    isRage: isDead && numberOf(data.clickCount, data.clickcount) >= rageClicks,
    element: readElement(node.tagName, node),
  }
}

/** Lengths are Sentry's; characters beyond are cut off. */
function readElement(tag: string, node: JsonObject): ReplayElement {
  const attributes = isObject(node.attributes) ? node.attributes : {}
  const testId = [attributes.testId, attributes['data-testid'], attributes['data-test-id']].find(
    (said) => said !== '' && said !== undefined && said !== null,
  )
  return {
    tag: textOf(tag, 32),
    id: textOf(attributes.id, 64),
    classes: readClasses(attributes.class),
    text: textOf(node.textContent, 1024),
    role: textOf(attributes.role, 32),
    alt: textOf(attributes.alt, 64),
    testId: textOf(testId, 64),
    ariaLabel: textOf(attributes['aria-label'], 64),
    title: textOf(attributes.title, 64),
    componentName: textOf(attributes['data-sentry-component'], 64),
  }
}

const maxClasses = 10
/** Sentry sets none; utility classes are shorter. */
const maxClass = 128

function readClasses(value: Json | undefined): string[] {
  if (typeof value !== 'string') return []
  // Cut before it is taken apart: an attribute may be as long as the recording.
  const names = value
    .slice(0, 8192)
    .split(' ')
    .filter((name) => name !== '')
  return names.slice(0, maxClasses).map((name) => textOf(name, maxClass))
}

/** At most so many characters (code points, as in Python); '' for what is no text. */
function textOf(value: Json | undefined, length: number): string {
  if (typeof value !== 'string') return ''
  const text =
    value.length <= length
      ? value
      : Array.from(value.slice(0, 2 * length))
          .slice(0, length)
          .join('')
  return cleanText(text)
}

/** The first that is a number above 0, else 0. */
function numberOf(...values: (Json | undefined)[]): number {
  for (const value of values) if (typeof value === 'number' && value > 0) return value
  return 0
}

/** Milliseconds of seconds, less the dust that floats have; null where no clock goes. */
function readSeconds(seconds: number): number | null {
  const ms = Math.floor(seconds * 1000 + 0.0005)
  return ms > 0 && ms < 1e14 ? ms : null
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
