import UAParser from 'my-ua-parser'
import { cutText } from './clean-text.ts'

/** A name and a version such as `{"name": "Chrome", "version": "65.0.3325"}`. */
export interface Agent {
  name: string
  version?: string
}

export interface AgentDevice {
  family: string
  model?: string
  brand?: string
}

export interface UserAgent {
  browser: Agent | null
  os: Agent | null
  device: AgentDevice | null
}

/** Names that Sentry's UI and filters know (uap-core's) for those of the parser in use. */
const browserNames = new Map([
  ['Chrome Headless', 'HeadlessChrome'],
  ['Chrome WebView', 'Chrome Mobile WebView'],
  ['Android Browser', 'Android'],
  ['IEMobile', 'IE Mobile'],
  ['WebKit', 'Mobile Safari UI/WKWebView'],
  ['GSA', 'Google'],
  ['Opera Mobi', 'Opera Mobile'],
  ['Yandex', 'Yandex Browser'],
])
const mobileNames = new Map([
  ['Chrome', 'Chrome Mobile'],
  ['Firefox', 'Firefox Mobile'],
  ['Edge', 'Edge Mobile'],
  ['Opera', 'Opera Mobile'],
])
const osNames = new Map([
  ['Mac OS', 'Mac OS X'],
  ['Chromium OS', 'Chrome OS'],
  ['Windows Phone OS', 'Windows Phone'],
])
/** HTTP clients and libraries: `curl/8.1.2`. */
const clientNames = new Map([
  ['python-requests', 'Python Requests'],
  ['python-urllib', 'Python-urllib'],
  ['curl', 'curl'],
  ['wget', 'Wget'],
  ['okhttp', 'okhttp'],
  ['axios', 'axios'],
  ['node-fetch', 'node-fetch'],
  ['go-http-client', 'Go-http-client'],
  ['java', 'Java'],
  ['apache-httpclient', 'Apache-HttpClient'],
  ['postmanruntime', 'PostmanRuntime'],
])

/** `Googlebot/2.1`; Cubot makes telephones. */
const crawlerName = /([\w.-]{0,40}(?<!cu)(?:bots?|spider|crawler))(?![a-z])(?:\/(\d{1,4}(?:\.\d{1,4}){0,2}))?/i

const nothing: UserAgent = Object.freeze({ browser: null, os: null, device: null })
/** What is known of a user agent stands in its first half thousand characters. */
const maxLength = 512

/**
 * Parses `User-Agent` headers; the last `capacity` different ones are remembered, since a parse costs some 50 µs and
 * a site's visitors share few. The only file that knows which library does it.
 */
export function createUserAgentParser(capacity = 2000): (header: string) => UserAgent {
  const known = new Map<string, UserAgent>()
  return (header) => {
    const key = cutText(header, maxLength)
    const hit = known.get(key)
    if (hit) {
      known.delete(key)
      known.set(key, hit)
      return hit
    }
    const parsed = parse(key)
    known.set(key, parsed)
    if (known.size > capacity) {
      for (const oldest of known.keys()) {
        known.delete(oldest)
        break
      }
    }
    return parsed
  }
}

function parse(header: string): UserAgent {
  const crawler = crawlerName.exec(header)
  if (crawler?.[1]) {
    const browser: Agent = crawler[2] ? { name: crawler[1], version: crawler[2] } : { name: crawler[1] }
    return { browser, os: null, device: { family: 'Spider', brand: 'Spider', model: 'Desktop' } }
  }
  // The parser takes any text that holds "quest" for a headset: "python-requests".
  if (!/^(?:Mozilla|Opera|Dalvik)\//.test(header)) return { ...nothing, browser: httpClient(header) }
  const { browser, os, device } = new UAParser(header).getResult()
  const system = osOf(os.name, os.version)
  return {
    browser: browserOf(browser.name, browser.version, os.name, os.version, device.type),
    os: system,
    device: deviceOf(device.vendor, device.model),
  }
}

function httpClient(header: string): Agent | null {
  const match = /^([A-Za-z-]{2,40})\/(\d{1,5}(?:\.\d{1,5}){0,2})/.exec(header)
  const name = clientNames.get(match?.[1]?.toLowerCase() ?? '')
  return name && match?.[2] ? { name, version: match[2] } : null
}

function browserOf(
  name: string | undefined,
  version: string | undefined,
  os: string | undefined,
  osVersion: string | undefined,
  deviceType: string | undefined,
): Agent | null {
  if (!name) return null
  // The stock browser's own version never moved from 4.0: the system's counts.
  if (name === 'Android Browser') return agent('Android', osVersion)
  if (os === 'iOS' && (name === 'Chrome' || name === 'Firefox'))
    return agent(name === 'Chrome' ? 'Chrome Mobile iOS' : 'Firefox iOS', version)
  const mobile = deviceType === 'mobile' || (os === 'Android' && deviceType === 'tablet')
  return agent((mobile ? mobileNames.get(name) : undefined) ?? browserNames.get(name) ?? name, version)
}

function osOf(name: string | undefined, version: string | undefined): Agent | null {
  if (!name) return null
  const known = osNames.get(name) ?? name
  const system = agent(known, known === 'Linux' && !/^\d/.test(version ?? '') ? undefined : version)
  // Browsers freeze these two, whatever runs in truth: https://www.chromium.org/updates/ua-reduction/
  const frozen = (known === 'Windows' && version === '10') || (known === 'Mac OS X' && version === '10.15.7')
  return frozen ? { ...system, version: `>=${version}` } : system
}

function agent(name: string, version: string | undefined): Agent {
  // Three parts, as Sentry has it: 65.0.3325.181 -> 65.0.3325.
  return version ? { name, version: version.split('.').slice(0, 3).join('.') } : { name }
}

function deviceOf(brand: string | undefined, model: string | undefined): AgentDevice | null {
  if (!model) return null
  if (brand === 'Apple') {
    const family = model === 'Macintosh' ? 'Mac' : model
    return { family, model: family, brand }
  }
  return brand ? { family: `${brand} ${model}`, model, brand } : { family: model, model }
}
