import { compileGlob } from '../grouping/glob.ts'
import type { ScrubSettings } from '../types.ts'
import type { Finder } from './patterns.ts'
import {
  findBearerTokens,
  findCards,
  findEmails,
  findIbans,
  findIps,
  findPemKeys,
  findSsns,
  findUrlPasswords,
} from './patterns.ts'

/** What the settings of a project come to. */
export interface Rules {
  /** The rule by which values of this key go, if any. */
  key: (key: string) => string | null
  /** The same for cookies, among which sessions go too. */
  cookie: (name: string) => string | null
  /** The rule by which a text goes as a whole because of a word in it. */
  word: (text: string) => string | null
  /** Whether structured text may hold a sensitive key that is no such word. */
  hint: (text: string) => boolean
  /** Keys that stay, with all that is below them. */
  isSafeKey: (key: string) => boolean
  /** Dotted paths that stay; null when none are set, which saves the making of paths. */
  isSafePath: ((path: string) => boolean) | null
  /** Parts of free data that go. */
  finders: readonly Finder[]
  /** The same for facts about systems, whose versions look like addresses. */
  systemFinders: readonly Finder[]
  /** Parts of messages that go: people read these, so nothing is replaced as a whole. */
  messageFinders: readonly Finder[]
  ips: boolean
  /** Whether anything but addresses goes. */
  words: boolean
  /** Whether a text that `mayHoldSecret` passes over can be left alone: no rules but the built-in ones. */
  skims: boolean
}

const password = '@password:filter'
const custom = 'strip-fields'
const maxRemembered = 5000

/** Words that make a key sensitive (https://docs.sentry.io/security-legal-pii/scrubbing/server-side-scrubbing/). */
const keyWords =
  /pass(?:word|wd|phrase)|secret|api[-_]?key|auth|credentials|mysql_pwd|private[-_]?key|token|^['"]?(?:otp|two[-_]factor|pwd|cookie|set-cookie|card\[number\])['"]?$/i
/** In values a mere token is none; `token=…` may hold one. */
const valueWords =
  /pass(?:word|wd|phrase)|secret|api[-_]?key|auth|credentials|mysql_pwd|private[-_]?key|token[^\s]{0,64}[:=]/i
/** Short keys, too common as words, where a value follows. */
const assigned = /(?:otp|two[-_]factor|pwd|cookie|token|card\[number\]|card%5bnumber%5d)\\?["']?\s{0,8}[:=]/i
/** Names under which web frameworks keep sessions and request forgery tokens. */
const cookieNames =
  /^(?:__session|_?csrf[-_]?(?:token)?|_?xsrf[-_]?(?:token)?|_vercel_jwt|connect\.sid|fastcsrf|fasthttpsessionid|_iris_csrf|irissessionid|jsessionid|laravel_session|mysession|phpsessid|sentrysid|session|session_?id|sid|su|sudo|symfony|user_session|asp\.net_sessionid)$/i

const cleaning: readonly Finder[] = [findCards, findIbans, findPemKeys, findUrlPasswords, findSsns, findBearerTokens]
const cleaningOfMessages: readonly Finder[] = [findEmails, findCards, findIbans, findSsns, findBearerTokens]

/** Compiles the settings; null when nothing is to be scrubbed. */
export function compileRules(settings: ScrubSettings): Rules | null {
  const { enabled, scrubIpAddresses: ips } = settings
  const defaults = enabled && settings.defaults
  const fields = enabled ? lowerCase(settings.sensitiveFields) : []
  if (!ips && !defaults && fields.length === 0) return null
  const safe = lowerCase(settings.safeFields)
  const safeKeys = new Set(safe)
  const safePaths = safe.filter((field) => field.includes('.')).map((field) => compileGlob(field, { ignoreCase: true }))
  const isCustom = (lower: string): boolean => fields.some((field) => lower.includes(field))
  const keyRule = (key: string): string | null => {
    if (defaults && keyWords.test(key)) return password
    return isCustom(key.toLowerCase()) ? custom : null
  }
  const key = remember(keyRule)
  return {
    key,
    cookie: (name) => (defaults && cookieNames.test(name) ? '@anything:filter' : key(name)),
    word: (text) => {
      if (defaults && valueWords.test(text)) return password
      return fields.length > 0 && isCustom(text.toLowerCase()) ? custom : null
    },
    hint: (text) => defaults && assigned.test(text),
    isSafeKey: safe.length === 0 ? () => false : (name) => safeKeys.has(name.toLowerCase()),
    isSafePath: safePaths.length === 0 ? null : (path) => safePaths.some((matches) => matches(path)),
    finders: [...(defaults ? cleaning : []), ...(ips ? [findIps] : [])],
    systemFinders: defaults ? cleaning : [],
    messageFinders: defaults ? cleaningOfMessages : [],
    ips,
    words: defaults || fields.length > 0,
    skims: !ips && fields.length === 0,
  }
}

function lowerCase(fields: readonly string[]): string[] {
  return fields.map((field) => field.trim().toLowerCase()).filter((field) => field !== '')
}

/** Events of a project share their keys. */
function remember(decide: (key: string) => string | null): (key: string) => string | null {
  const known = new Map<string, string | null>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const decided = decide(key)
    if (key.length > 200) return decided
    if (known.size >= maxRemembered) known.clear()
    known.set(key, decided)
    return decided
  }
}
