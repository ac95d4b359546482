import { Type, type Static } from '../http/type.ts'
import type { FilterSettings } from '../digest/types.ts'
import { nullable, strictBody } from '../http/schema.ts'
import type { Project } from '../storage/meta/port.ts'

const Names = (maxLength: number) => Type.Array(Type.String({ minLength: 1, maxLength }), { maxItems: 500 })

/** Inbound filters under the names that Sentry's project options have. */
const FilterOptionsSchema = strictBody({
  'filters:browser-extensions': Type.Optional(Type.Boolean()),
  'filters:localhost': Type.Optional(Type.Boolean()),
  'filters:web-crawlers': Type.Optional(Type.Boolean()),
  'filters:legacy-browsers': Type.Optional(Names(50)),
  'filters:react-hydration-errors': Type.Optional(Type.Boolean()),
  'filters:chunk-load-error': Type.Optional(Type.Boolean()),
  /** Globs, one a line. */
  'filters:error_messages': Type.Optional(Type.String({ maxLength: 20_000 })),
  'filters:releases': Type.Optional(Type.String({ maxLength: 20_000 })),
  'filters:blacklisted_ips': Type.Optional(Type.String({ maxLength: 20_000 })),
  'filters:csp_disallowed_sources': Type.Optional(Type.String({ maxLength: 20_000 })),
})

/** What a project's settings can be set to; absent = as it is. */
export const ProjectUpdateSchema = strictBody({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  slug: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  platform: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
  dataScrubber: Type.Optional(Type.Boolean()),
  dataScrubberDefaults: Type.Optional(Type.Boolean()),
  scrubIPAddresses: Type.Optional(Type.Boolean()),
  sensitiveFields: Type.Optional(Names(200)),
  safeFields: Type.Optional(Names(200)),
  fingerprintingRules: Type.Optional(Type.String({ maxLength: 65_536 })),
  groupingEnhancements: Type.Optional(Type.String({ maxLength: 65_536 })),
  options: Type.Optional(FilterOptionsSchema),
})
export type ProjectUpdate = Static<typeof ProjectUpdateSchema>

/** The filters as Sentry's project options. */
export function filterOptions(filters: FilterSettings): Record<string, boolean | string | string[]> {
  return {
    'filters:browser-extensions': filters.browserExtensions,
    'filters:localhost': filters.localhost,
    'filters:web-crawlers': filters.webCrawlers,
    'filters:legacy-browsers': filters.legacyBrowsers,
    'filters:react-hydration-errors': filters.reactHydrationErrors,
    'filters:chunk-load-error': filters.chunkLoadErrors,
    'filters:error_messages': filters.errorMessages.join('\n'),
    'filters:releases': filters.releases.join('\n'),
    'filters:blacklisted_ips': filters.ipAddresses.join('\n'),
    'filters:csp_disallowed_sources': filters.cspDisallowedSources.join('\n'),
  }
}

/** The settings with an update applied. */
export function applyUpdate(settings: Project['settings'], update: ProjectUpdate): Project['settings'] {
  const { scrub, filters, grouping } = settings
  const options = update.options ?? {}
  return {
    scrub: {
      enabled: update.dataScrubber ?? scrub.enabled,
      defaults: update.dataScrubberDefaults ?? scrub.defaults,
      scrubIpAddresses: update.scrubIPAddresses ?? scrub.scrubIpAddresses,
      sensitiveFields: update.sensitiveFields ?? scrub.sensitiveFields,
      safeFields: update.safeFields ?? scrub.safeFields,
    },
    filters: {
      browserExtensions: options['filters:browser-extensions'] ?? filters.browserExtensions,
      localhost: options['filters:localhost'] ?? filters.localhost,
      webCrawlers: options['filters:web-crawlers'] ?? filters.webCrawlers,
      legacyBrowsers: options['filters:legacy-browsers'] ?? filters.legacyBrowsers,
      reactHydrationErrors: options['filters:react-hydration-errors'] ?? filters.reactHydrationErrors,
      chunkLoadErrors: options['filters:chunk-load-error'] ?? filters.chunkLoadErrors,
      errorMessages: lines(options['filters:error_messages']) ?? filters.errorMessages,
      releases: lines(options['filters:releases']) ?? filters.releases,
      ipAddresses: lines(options['filters:blacklisted_ips']) ?? filters.ipAddresses,
      cspDisallowedSources: lines(options['filters:csp_disallowed_sources']) ?? filters.cspDisallowedSources,
    },
    grouping: {
      fingerprintRules: update.fingerprintingRules ?? grouping.fingerprintRules,
      stackTraceRules: update.groupingEnhancements ?? grouping.stackTraceRules,
    },
  }
}

function lines(text: string | undefined): string[] | undefined {
  return text
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
