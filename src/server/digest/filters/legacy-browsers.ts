import type { Agent } from '../normalize/user-agent.ts'

interface Rule {
  /** Names in the user agent, without the mobile editions' suffixes. */
  browser: string
  /** Versions from … to …, both included. */
  from: number
  to: number
}

/** Sentry's ids and the versions they stand for; those with a number in the id are its former ones. */
const rules = new Map<string, Rule>([
  ['ie', { browser: 'IE', from: 0, to: 11 }],
  ['edge', { browser: 'Edge', from: 0, to: 110 }],
  ['safari', { browser: 'Safari', from: 0, to: 15 }],
  ['firefox', { browser: 'Firefox', from: 0, to: 110 }],
  ['chrome', { browser: 'Chrome', from: 0, to: 110 }],
  ['opera', { browser: 'Opera', from: 0, to: 99 }],
  ['android', { browser: 'Android', from: 0, to: 3 }],
  ['opera_mini', { browser: 'Opera Mini', from: 0, to: 34 }],
  ['ie_pre_9', { browser: 'IE', from: 0, to: 8 }],
  ['ie9', { browser: 'IE', from: 9, to: 9 }],
  ['ie10', { browser: 'IE', from: 10, to: 10 }],
  ['ie11', { browser: 'IE', from: 11, to: 11 }],
  ['edge_pre_79', { browser: 'Edge', from: 0, to: 78 }],
  ['safari_pre_6', { browser: 'Safari', from: 0, to: 5 }],
  ['opera_pre_15', { browser: 'Opera', from: 0, to: 14 }],
  ['opera_mini_pre_8', { browser: 'Opera Mini', from: 0, to: 7 }],
  ['android_pre_4', { browser: 'Android', from: 0, to: 3 }],
])

/** Ids that settings may name. */
export const legacyBrowserIds: readonly string[] = [...rules.keys()]

/** Tells browsers of the versions that the ids name; ids that are none match nothing. */
export function compileLegacyBrowsers(ids: readonly string[]): (browser: Agent | null) => boolean {
  const wanted = ids.map((id) => rules.get(id)).filter((rule) => rule !== undefined)
  return (browser) => {
    if (!browser?.version) return false
    const name = family(browser.name)
    const major = Number.parseInt(browser.version, 10)
    return wanted.some((rule) => rule.browser === name && rule.from <= major && major <= rule.to)
  }
}

function family(name: string): string {
  if (name === 'Mobile Safari') return 'Safari'
  return name.replace(/ (?:Mobile|Mobile iOS|iOS)$/, '')
}
