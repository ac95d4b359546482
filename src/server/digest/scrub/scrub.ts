import type { Json, NormalizedEvent, Request, Stacktrace, User } from '../../../protocol/event.ts'
import { eventMembers } from '../event-members.ts'
import { compileOnce } from '../filters/compiled.ts'
import { formatMessage } from '../normalize/format-message.ts'
import { maxMessage } from '../normalize/logentry.ts'
import { cutText } from '../normalize/clean-text.ts'
import type { Scrub, ScrubSettings } from '../types.ts'
import type { Rules } from './rules.ts'
import { compileRules } from './rules.ts'
import { scrubErrors, scrubMeta } from './scrub-notes.ts'
import { scrubMessage, scrubName, scrubText } from './scrub-text.ts'
import type { TextScrub, Walk } from './walk.ts'
import { removeMember, replaceMember, scrubMember, scrubPairs } from './walk.ts'

/** What a new project scrubs: the built-in list; addresses stay. */
export const defaultScrubbing: Readonly<ScrubSettings> = Object.freeze({
  enabled: true,
  defaults: true,
  scrubIpAddresses: false,
  sensitiveFields: [],
  safeFields: [],
})

/**
 * The scrubber, with a memory of compiled settings. It changes the event: sensitive values become `[Filtered]`,
 * addresses null or `[ip]`, and `_meta` says by which rule. Addresses go by their own switch, also where all else is off.
 *
 * Not looked at, as in Sentry: debug images, paths of frames, source lines, exception types and values. Of log
 * messages only the secrets themselves are replaced.
 */
export function createScrubber(): Scrub {
  const rulesOf = compileOnce<ScrubSettings, { rules: Rules | null }>((settings) => ({ rules: compileRules(settings) }))
  return (event, settings) => {
    const { rules } = rulesOf(settings)
    if (rules !== null) scrubEvent({ rules, event, path: [] })
  }
}

/** Free data: whole texts go by the words in them. */
const data: TextScrub = scrubText

/** Names of people, machines and versions: no words decide, only secrets in them go. */
const identity: TextScrub = (rules, text) => scrubName(rules, text, rules.finders)

/** Versions look like addresses: `120.0.0.0`. */
const system: TextScrub = (rules, text) => scrubName(rules, text, rules.systemFinders)

/** Contexts that SDKs fill by themselves with facts about the system. */
const systemContexts = new Set([
  'app',
  'browser',
  'client_os',
  'cloud_resource',
  'culture',
  'device',
  'gpu',
  'monitor',
  'os',
  'otel',
  'profile',
  'replay',
  'runtime',
  'trace',
  'unity',
  'unreal',
])

function scrubEvent(walk: Walk): void {
  const { event, rules } = walk
  // Before any notes of our own are added to it.
  scrubMeta(rules, event._meta ?? undefined)
  scrubErrors(rules, event.errors)
  within(walk, 'user', event.user, scrubUser)
  within(walk, 'request', event.request, scrubRequest)
  within(walk, 'sdk', event.sdk, (inner, sdk) => {
    if (inner.rules.ips) removeMember(inner, sdk, 'client_ip')
  })
  within(walk, 'tags', event.tags, (inner, tags) => scrubPairs(inner, tags, rules.key, data))
  scrubMember(walk, event, 'server_name', identity)
  scrubMember(walk, event, 'extra', data)
  within(walk, 'contexts', event.contexts, scrubContexts)
  within(walk, 'logentry', event.logentry, scrubLogEntry)
  scrubStacks(walk)
  within(walk, 'breadcrumbs', event.breadcrumbs, (inner, { values }) =>
    each(inner, 'values', values, (breadcrumbs, breadcrumb) => {
      scrubMember(breadcrumbs, breadcrumb, 'message', data)
      scrubMember(breadcrumbs, breadcrumb, 'data', data)
    }),
  )
  scrubReports(walk)
  each(walk, 'spans', event.spans ?? [], (inner, span) => {
    scrubMember(inner, span, 'data', data)
    scrubMember(inner, span, 'tags', data)
  })
  scrubOthers(walk)
}

/** Goes into a member that is there, with the walk's path at it. */
function within<T>(walk: Walk, key: string, value: T | null | undefined, visit: (walk: Walk, value: T) => void): void {
  if (value === null || value === undefined) return
  walk.path.push(key)
  visit(walk, value)
  walk.path.pop()
}

function each<T>(walk: Walk, key: string, values: readonly T[], visit: (walk: Walk, value: T) => void): void {
  walk.path.push(key, 0)
  for (const [index, value] of values.entries()) {
    walk.path[walk.path.length - 1] = index
    visit(walk, value)
  }
  walk.path.length -= 2
}

function scrubUser(walk: Walk, user: User): void {
  if (walk.rules.ips) removeMember(walk, user, 'ip_address')
  for (const key of ['id', 'email', 'username', 'name', 'ip_address']) scrubMember(walk, user, key, identity)
  scrubMember(walk, user, 'data', data)
}

function scrubRequest(walk: Walk, request: Request): void {
  const { rules } = walk
  if (rules.ips) within(walk, 'env', request.env, (inner, env) => removeMember(inner, env, 'REMOTE_ADDR'))
  scrubMember(walk, request, 'url', data)
  scrubMember(walk, request, 'fragment', data)
  within(walk, 'query_string', request.query_string, (inner, pairs) => scrubPairs(inner, pairs, rules.key, data))
  within(walk, 'cookies', request.cookies, (inner, pairs) => scrubPairs(inner, pairs, rules.cookie, data))
  within(walk, 'headers', request.headers, (inner, pairs) => scrubPairs(inner, pairs, rules.key, data, isUserAgent))
  scrubMember(walk, request, 'data', data)
  scrubMember(walk, request, 'env', data)
}

/** The user agent stays whole: what browsers and systems are told by it. */
function isUserAgent(header: string): boolean {
  return header.toLowerCase() === 'user-agent'
}

function scrubContexts(walk: Walk, contexts: NonNullable<NormalizedEvent['contexts']>): void {
  for (const [alias, context] of Object.entries(contexts)) {
    const isSystem = typeof context?.type === 'string' && systemContexts.has(context.type)
    if (!isSystem && context) within(walk, alias, context.cookies, scrubCookies)
    scrubMember(walk, contexts, alias, isSystem ? system : data)
  }
}

/** Cookies of a response, as pairs or by name. */
function scrubCookies(walk: Walk, cookies: Json): void {
  if (typeof cookies !== 'object' || cookies === null) return
  walk.path.push('cookies')
  for (const [key, value] of Object.entries(cookies)) {
    const [first, ...rest] = Array.isArray(value) ? value : []
    const isPair = typeof first === 'string' && rest.length === 1
    const name = isPair ? first : key
    const rule = walk.rules.isSafeKey(name) ? null : walk.rules.cookie(name)
    if (rule === null) continue
    if (isPair) within(walk, key, Object(value), (inner, pair: object) => replaceMember(inner, pair, '1', rule))
    else replaceMember(walk, cookies, key, rule)
  }
  walk.path.pop()
}

function scrubLogEntry(walk: Walk, entry: NonNullable<NormalizedEvent['logentry']>): void {
  const before = entry.params === undefined || entry.params === null ? null : JSON.stringify(entry.params)
  scrubMember(walk, entry, 'params', data)
  if (before !== null && before !== JSON.stringify(entry.params) && entry.message) {
    // What went from the parameters stands in the text too.
    entry.formatted = cutText(formatMessage(entry.message, entry.params, maxMessage), maxMessage)
  }
  scrubMember(walk, entry, 'message', scrubMessage)
  scrubMember(walk, entry, 'formatted', scrubMessage)
}

function scrubStacks(walk: Walk): void {
  const { event } = walk
  within(walk, 'exception', event.exception, (inner, { values }) =>
    each(inner, 'values', values, (exceptions, exception) => {
      within(exceptions, 'mechanism', exception.mechanism, (at, mechanism) => {
        scrubMember(at, mechanism, 'data', data)
        scrubMember(at, mechanism, 'meta', system)
      })
      within(exceptions, 'stacktrace', exception.stacktrace, scrubFrames)
      within(exceptions, 'raw_stacktrace', exception.raw_stacktrace, scrubFrames)
    }),
  )
  within(walk, 'threads', event.threads, (inner, { values }) =>
    each(inner, 'values', values, (threads, thread) => {
      within(threads, 'stacktrace', thread.stacktrace, scrubFrames)
      within(threads, 'raw_stacktrace', thread.raw_stacktrace, scrubFrames)
    }),
  )
  within(walk, 'stacktrace', event.stacktrace, scrubFrames)
}

function scrubFrames(walk: Walk, stack: Stacktrace): void {
  each(walk, 'frames', stack.frames, (frames, frame) => {
    if (frame.vars) scrubMember(frames, frame, 'vars', data)
  })
}

/** Policies and directives are no secrets, and full of words that look so. */
const policyMembers = new Set(['original_policy', 'violated_directive', 'effective_directive', 'disposition'])

function scrubReports(walk: Walk): void {
  for (const name of ['csp', 'hpkp', 'expectct', 'expectstaple', 'nel'] as const) {
    within(walk, name, walk.event[name], (inner, report) => {
      for (const key of Object.keys(report)) if (!policyMembers.has(key)) scrubMember(inner, report, key, data)
    })
  }
}

/** Members that are scrubbed above, hold no data of people, or are the event's identity. */
const knownMembers = new Set<string>([...eventMembers, 'culprit', 'checksum'])

function scrubOthers(walk: Walk): void {
  for (const key of Object.keys(walk.event)) if (!knownMembers.has(key)) scrubMember(walk, walk.event, key, data)
}
