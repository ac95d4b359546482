import { pickGiven } from '../http/pick-given.ts'
import { Type, type Static } from '../http/type.ts'
import type { FilterSettings } from '../digest/types.ts'
import { legacyBrowserIds } from '../digest/filters/legacy-browsers.ts'
import { nullable, strictBody } from '../http/schema.ts'
import type { Project, ProjectOptions } from '../storage/meta/ports/projects.ts'

/** The grouping folder that new events go through. */
export const groupingConfig = '2026-11'

const Names = (maxLength: number) => Type.Array(Type.String({ minLength: 1, maxLength }), { maxItems: 500 })
const Globs = Type.String({ maxLength: 20_000 })
const Level = Type.Integer({ enum: [0, 1, 5, 10, 20, 50, 100, -1] })

/** Inbound filters under the names that Sentry's project options have, and options that are kept as they are given. */
const OptionsSchema = strictBody({
  'filters:browser-extensions': Type.Optional(Type.Boolean()),
  'filters:localhost': Type.Optional(Type.Boolean()),
  'filters:web-crawlers': Type.Optional(Type.Boolean()),
  'filters:legacy-browsers': Type.Optional(Type.Array(Type.Enum(legacyBrowserIds), { maxItems: 50 })),
  'filters:react-hydration-errors': Type.Optional(Type.Boolean()),
  'filters:chunk-load-error': Type.Optional(Type.Boolean()),
  /** There are no transactions to filter; kept for who sends them elsewhere too. */
  'filters:filtered-transaction': Type.Optional(Type.Boolean()),
  /** Globs, one a line. */
  'filters:error_messages': Type.Optional(Globs),
  'filters:releases': Type.Optional(Globs),
  'filters:blacklisted_ips': Type.Optional(Globs),
  'filters:csp_disallowed_sources': Type.Optional(Globs),
  'filters:log_messages': Type.Optional(Globs),
  'filters:trace_metric_names': Type.Optional(Globs),
  'sentry:csp_ignored_sources_defaults': Type.Optional(Type.Boolean()),
  'sentry:csp_ignored_sources': Type.Optional(Globs),
  'sentry:reprocessing_active': Type.Optional(Type.Boolean()),
  'sentry:feedback_user_report_notifications': Type.Optional(Type.Boolean()),
  'sentry:feedback_ai_spam_detection': Type.Optional(Type.Boolean()),
  'sentry:replay_rage_click_issues': Type.Optional(Type.Boolean()),
  'sentry:replay_hydration_error_issues': Type.Optional(Type.Boolean()),
  'feedback:branding': Type.Optional(Type.Boolean()),
  'quotas:spike-protection-disabled': Type.Optional(Type.Boolean()),
})

/** What a project's settings can be set to; absent = as it is. */
export const ProjectUpdateSchema = strictBody({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  slug: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  platform: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
  isBookmarked: Type.Optional(Type.Boolean()),
  dataScrubber: Type.Optional(Type.Boolean()),
  dataScrubberDefaults: Type.Optional(Type.Boolean()),
  scrubIPAddresses: Type.Optional(Type.Boolean()),
  sensitiveFields: Type.Optional(Names(200)),
  safeFields: Type.Optional(Names(200)),
  /** The one that there is; accepted because clients send back what they read. */
  groupingConfig: Type.Optional(Type.String({ maxLength: 64 })),
  fingerprintingRules: Type.Optional(Type.String({ maxLength: 65_536 })),
  groupingEnhancements: Type.Optional(Type.String({ maxLength: 65_536 })),
  subjectPrefix: Type.Optional(Type.String({ maxLength: 200 })),
  subjectTemplate: Type.Optional(Type.String({ maxLength: 200 })),
  /** Hours; null and 0 = never. */
  resolveAge: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 8760 }))),
  digestsMinDelay: Type.Optional(Type.Integer({ minimum: 60, maximum: 3600 })),
  digestsMaxDelay: Type.Optional(Type.Integer({ minimum: 60, maximum: 3600 })),
  allowedDomains: Type.Optional(Names(500)),
  verifySSL: Type.Optional(Type.Boolean()),
  scrapeJavaScript: Type.Optional(Type.Boolean()),
  securityToken: Type.Optional(Type.String({ maxLength: 64, pattern: '^[-a-zA-Z0-9+/=]*$' })),
  securityTokenHeader: Type.Optional(nullable(Type.String({ maxLength: 64, pattern: '^[a-zA-Z0-9_-]*$' }))),
  storeCrashReports: Type.Optional(nullable(Level)),
  highlightTags: Type.Optional(Names(200)),
  highlightContext: Type.Optional(Type.Record(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 }))),
  defaultEnvironment: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
  enableAutoReleaseCreation: Type.Optional(Type.Boolean()),
  scmSourceContextEnabled: Type.Optional(Type.Boolean()),
  builtinSymbolSources: Type.Optional(Names(64)),
  symbolSources: Type.Optional(Type.String({ maxLength: 100_000 })),
  dynamicSamplingBiases: Type.Optional(
    nullable(
      Type.Array(Type.Object({ id: Type.String({ maxLength: 64 }), active: Type.Optional(Type.Boolean()) }), {
        maxItems: 50,
      }),
    ),
  ),
  debugFilesRole: Type.Optional(nullable(Type.Enum(['contributor', 'member', 'admin', 'manager', 'owner']))),
  options: Type.Optional(OptionsSchema),
})
export type ProjectUpdate = Static<typeof ProjectUpdateSchema>

/** What of an update only project:write may change: bookmarking is everybody's. */
export function changesProject(update: ProjectUpdate): boolean {
  return Object.keys(update).some((name) => name !== 'isBookmarked')
}

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

/** The settings that the digest obeys, with an update applied. */
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

/** The further options that an update names; `further` is what the project keeps of the unread ones. */
export function readOptionsUpdate(update: ProjectUpdate, further: ProjectOptions['further']): Partial<ProjectOptions> {
  const patch: Partial<ProjectOptions> = pickGiven(update, plainNames)
  if (update.resolveAge !== undefined) patch.resolveAge = update.resolveAge ?? 0
  if (update.securityTokenHeader !== undefined) patch.securityTokenHeader = update.securityTokenHeader ?? ''
  if (update.dynamicSamplingBiases !== undefined) {
    patch.dynamicSamplingBiases = update.dynamicSamplingBiases?.map(({ id, active = true }) => ({ id, active })) ?? null
  }
  const kept = Object.entries(update.options ?? {}).filter(([name]) => !(name in filterOptionNames))
  if (kept.length > 0) patch.further = { ...further, ...Object.fromEntries(kept) }
  return patch
}

const plainNames = [
  'subjectPrefix',
  'subjectTemplate',
  'digestsMinDelay',
  'digestsMaxDelay',
  'allowedDomains',
  'verifySSL',
  'scrapeJavaScript',
  'securityToken',
  'storeCrashReports',
  'highlightTags',
  'highlightContext',
  'defaultEnvironment',
  'enableAutoReleaseCreation',
  'scmSourceContextEnabled',
  'builtinSymbolSources',
  'symbolSources',
  'debugFilesRole',
] as const satisfies (keyof ProjectOptions & keyof ProjectUpdate)[]

/** Those that the digest obeys: they stand in `settings`, not among the options. */
const filterOptionNames: Record<string, true> = {
  'filters:browser-extensions': true,
  'filters:localhost': true,
  'filters:web-crawlers': true,
  'filters:legacy-browsers': true,
  'filters:react-hydration-errors': true,
  'filters:chunk-load-error': true,
  'filters:error_messages': true,
  'filters:releases': true,
  'filters:blacklisted_ips': true,
  'filters:csp_disallowed_sources': true,
}

function lines(text: string | undefined): string[] | undefined {
  return text
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
