import type { JsonObject, NormalizedEvent } from '../../../protocol/event.ts'
import { compileGlob } from '../grouping/glob.ts'
import { headerValue } from '../normalize/request.ts'
import type { Agent } from '../normalize/user-agent.ts'
import { createUserAgentParser } from '../normalize/user-agent.ts'
import type { Filter, FilterReason, FilterSession, FilterSettings, Receipt } from '../types.ts'
import { compileAddresses } from './addresses.ts'
import { isFromExtension } from './browser-extensions.ts'
import { compileOnce } from './compiled.ts'
import { isCrawler } from './crawlers.ts'
import { compileCspSources } from './csp-sources.ts'
import { compileLegacyBrowsers } from './legacy-browsers.ts'
import { isFromLocalhost, isLocalAddress } from './localhost.ts'
import { isChunkLoadError, isHydrationError, messagesOf } from './messages.ts'

/**
 * What a new project filters, as in Sentry (project options of epoch 6 and later): hydration and chunk-load errors,
 * and CSP reports that extensions cause; all else is for people to switch on.
 */
export const defaultFilters: Readonly<FilterSettings> = Object.freeze({
  browserExtensions: false,
  localhost: false,
  webCrawlers: false,
  legacyBrowsers: [],
  reactHydrationErrors: true,
  chunkLoadErrors: true,
  errorMessages: [],
  releases: [],
  ipAddresses: [],
  cspDisallowedSources: [
    'about',
    'chrome://*',
    'chrome-extension://*',
    'moz-extension://*',
    'ms-browser-extension',
    'safari-extension://*',
    'safari-web-extension://*',
  ],
})

interface Compiled {
  ipAddress: ((address: string) => boolean) | null
  release: ((release: string) => boolean) | null
  message: ((message: string) => boolean) | null
  csp: ((csp: JsonObject) => boolean) | null
  legacyBrowser: ((browser: Agent | null) => boolean) | null
}

/** The inbound filters, with a memory of compiled settings and of user agents. */
export function createFilter(): Filter {
  const compiledOf = compileOnce(compile)
  const parseUserAgent = createUserAgentParser()
  return (event, receipt, settings) => {
    const compiled = compiledOf(settings)
    const reason =
      senderReason(event.release, receipt, compiled) ??
      agentReason(event, receipt, settings, compiled, parseUserAgent) ??
      contentReason(event, settings, compiled)
    return reason === null ? { kept: true } : { kept: false, reason }
  }
}

/**
 * The inbound filters that sessions can meet: by sender, release and user agent (Relay's `sessions/filter.rs`). A project that filters a release's
 * errors would else show it as free of crashes.
 */
export function createSessionFilter(): FilterSession {
  const compiledOf = compileOnce(compile)
  const parseUserAgent = createUserAgentParser()
  return ({ release, ipAddress, userAgent }, receipt, settings) => {
    const compiled = compiledOf(settings)
    const reason =
      senderReason(release, receipt, compiled) ??
      (settings.localhost && isLocalAddress(ipAddress) ? 'localhost' : null) ??
      (userAgent === null ? null : userAgentReason(userAgent, settings, compiled, parseUserAgent))
    return reason === null ? { kept: true } : { kept: false, reason }
  }
}

function compile(settings: FilterSettings): Compiled {
  return {
    ipAddress: settings.ipAddresses.length > 0 ? compileAddresses(settings.ipAddresses) : null,
    release: anyGlob(settings.releases),
    message: anyGlob(settings.errorMessages),
    csp: settings.cspDisallowedSources.length > 0 ? compileCspSources(settings.cspDisallowedSources) : null,
    legacyBrowser: settings.legacyBrowsers.length > 0 ? compileLegacyBrowsers(settings.legacyBrowsers) : null,
  }
}

function anyGlob(patterns: readonly string[]): ((text: string) => boolean) | null {
  const globs = patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
    .map((pattern) => compileGlob(pattern, { ignoreCase: true }))
  return globs.length === 0 ? null : (text) => globs.some((matches) => matches(text))
}

function senderReason(release: string | null | undefined, receipt: Receipt, compiled: Compiled): FilterReason | null {
  if (compiled.ipAddress && receipt.clientIp && compiled.ipAddress(receipt.clientIp)) return 'ip-address'
  if (compiled.release && release && compiled.release(release)) return 'release-version'
  return null
}

function agentReason(
  event: NormalizedEvent,
  receipt: Receipt,
  settings: FilterSettings,
  compiled: Compiled,
  parse: (header: string) => { browser: Agent | null },
): FilterReason | null {
  if (settings.localhost && isFromLocalhost(event)) return 'localhost'
  if (settings.browserExtensions && isFromExtension(event)) return 'browser-extensions'
  if (!settings.webCrawlers && !compiled.legacyBrowser) return null
  // The page's own agent; of a browser's report without headers that of the request that brought it.
  const sent = headerValue(event.request?.headers, 'user-agent')
  const userAgent = sent ?? (event.platform === 'javascript' ? receipt.userAgent : null)
  return userAgent ? userAgentReason(userAgent, settings, compiled, parse) : null
}

function userAgentReason(
  userAgent: string,
  settings: FilterSettings,
  compiled: Compiled,
  parse: (header: string) => { browser: Agent | null },
): FilterReason | null {
  if (compiled.legacyBrowser?.(parse(userAgent).browser)) return 'legacy-browsers'
  return settings.webCrawlers && isCrawler(userAgent) ? 'web-crawlers' : null
}

function contentReason(event: NormalizedEvent, settings: FilterSettings, compiled: Compiled): FilterReason | null {
  if (compiled.message && messagesOf(event).some(compiled.message)) return 'error-message'
  if (settings.reactHydrationErrors && isHydrationError(event)) return 'react-hydration-errors'
  if (settings.chunkLoadErrors && isChunkLoadError(event)) return 'chunk-load-error'
  return event.csp && compiled.csp?.(event.csp) ? 'invalid-csp' : null
}
