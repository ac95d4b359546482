import { randomBytes } from 'node:crypto'
import type { Project } from '../storage/meta/ports/projects.ts'

/** What a new project starts with: scrubbing on, filters off, no rules of its own. */
export function defaultProjectSettings(): Project['settings'] {
  return {
    scrub: { enabled: true, defaults: true, scrubIpAddresses: false, sensitiveFields: [], safeFields: [] },
    filters: {
      browserExtensions: false,
      localhost: false,
      webCrawlers: false,
      legacyBrowsers: [],
      reactHydrationErrors: false,
      chunkLoadErrors: false,
      errorMessages: [],
      releases: [],
      ipAddresses: [],
      cspDisallowedSources: [],
    },
    grouping: { fingerprintRules: '', stackTraceRules: '' },
  }
}

/** Both halves of a DSN key: 32 hex digits each. */
export function createKeyPair(): { publicKey: string; secretKey: string } {
  return { publicKey: randomBytes(16).toString('hex'), secretKey: randomBytes(16).toString('hex') }
}
