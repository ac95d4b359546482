import { isoTime, isoTimeOrNull } from '../http/schema.ts'
import type { Scope } from '../http/scopes.ts'
import type { OrganizationJson } from '../organizations/schema.ts'
import type { Project, ProjectKey } from '../storage/meta/ports/projects.ts'
import type { Team } from '../storage/meta/ports/people.ts'
import { serializeTeamReference } from '../teams/serialize.ts'
import { letterAvatar } from '../users/serialize.ts'
import { projectDsn } from './dsn.ts'
import { noOtherData } from './flags.ts'
import type { ProjectDetailJson, ProjectJson, ProjectKeyJson } from './schema.ts'
import { defaultProjectOptions, readOptions } from './options.ts'
import { filterOptions, groupingConfig } from './settings.ts'

/** Who looks at a project, and what belongs to it. */
export interface ProjectView {
  scopes: readonly Scope[]
  teams: Team[]
  isMember: boolean
  isBookmarked: boolean
  environments: string[]
  latestRelease: string | null
  hasUserReports: boolean
}

function serializeBase(project: Project, view: ProjectView) {
  return {
    id: String(project.id),
    slug: project.slug,
    name: project.name,
    platform: project.platform,
    dateCreated: isoTime(project.createdAt),
    isBookmarked: view.isBookmarked,
    isMember: view.isMember,
    hasAccess: true,
    features: [],
    firstEvent: isoTimeOrNull(project.firstEventAt),
    firstTransactionEvent: false,
    access: [...view.scopes],
    teams: view.teams.map(serializeTeamReference),
    platforms: project.platform === null ? [] : [project.platform],
    latestRelease: view.latestRelease === null ? null : { version: view.latestRelease },
    options: { ...project.options.further, ...filterOptions(project.settings.filters) },
    ...noOtherData,
    hasSessions: project.hasSessions,
    hasReplays: project.hasReplays,
  }
}

export function serializeProject(project: Project, view: ProjectView): ProjectJson {
  const [team] = view.teams
  return {
    ...serializeBase(project, view),
    team: team ? serializeTeamReference(team) : null,
    hasUserReports: view.hasUserReports,
    environments: view.environments,
  }
}

/** The fixed members are features that Lapwing does not have, at the value that says so. */
export function serializeProjectDetail(
  project: Project,
  view: ProjectView,
  organization: OrganizationJson,
): ProjectDetailJson {
  const [team] = view.teams
  const { scrub, grouping } = project.settings
  const options = readOptions(project.options)
  return {
    ...serializeBase(project, view),
    ...(team && { team: serializeTeamReference(team) }),
    isInternal: false,
    isPublic: false,
    avatar: letterAvatar,
    color: colorOf(project.slug),
    status: 'active',
    digestsMinDelay: options.digestsMinDelay,
    digestsMaxDelay: options.digestsMaxDelay,
    subjectPrefix: options.subjectPrefix,
    subjectTemplate: options.subjectTemplate,
    allowedDomains: options.allowedDomains,
    resolveAge: options.resolveAge,
    dataScrubber: scrub.enabled,
    dataScrubberDefaults: scrub.defaults,
    scrubIPAddresses: scrub.scrubIpAddresses,
    sensitiveFields: scrub.sensitiveFields,
    safeFields: scrub.safeFields,
    storeCrashReports: options.storeCrashReports,
    securityToken: options.securityToken,
    securityTokenHeader: options.securityTokenHeader || null,
    verifySSL: options.verifySSL,
    scrapeJavaScript: options.scrapeJavaScript,
    enableAutoReleaseCreation: options.enableAutoReleaseCreation,
    highlightTags: options.highlightTags,
    highlightContext: options.highlightContext,
    highlightPreset: {
      tags: defaultProjectOptions.highlightTags,
      context: defaultProjectOptions.highlightContext,
    },
    groupingConfig,
    groupingEnhancements: grouping.stackTraceRules,
    derivedGroupingEnhancements: '',
    secondaryGroupingExpiry: 0,
    secondaryGroupingConfig: null,
    fingerprintingRules: grouping.fingerprintRules,
    organization,
    processingIssues: 0,
    defaultEnvironment: options.defaultEnvironment,
    relayPiiConfig: null,
    builtinSymbolSources: options.builtinSymbolSources,
    dynamicSamplingBiases: options.dynamicSamplingBiases,
    symbolSources: options.symbolSources,
    isDynamicallySampled: false,
    tempestFetchScreenshots: false,
    autofixAutomationTuning: 'off',
    seerScannerAutomation: false,
    seerNightshiftTweaks: null,
    scmSourceContextEnabled: options.scmSourceContextEnabled,
    debugFilesRole: options.debugFilesRole,
  }
}

/** A colour that stays with the slug; 3f… keeps it dark enough for white letters. */
export function colorOf(slug: string): string {
  let hash = 0
  for (const letter of slug) hash = (hash * 31 + letter.charCodeAt(0)) % 0xffffff
  return `#${(hash & 0xbfbfbf).toString(16).padStart(6, '0')}`
}

/** Versions of the browser SDK that the loader script can bring. */
export const browserSdkVersions = ['latest', '7.x'] as const

export function serializeProjectKey(key: ProjectKey, baseUrl: string): ProjectKeyJson {
  const endpoint = (name: string) => `${baseUrl}/api/${key.projectId}/${name}/?sentry_key=${key.publicKey}`
  return {
    id: key.publicKey,
    name: key.label,
    label: key.label,
    public: key.publicKey,
    secret: key.secretKey,
    projectId: key.projectId,
    isActive: key.isActive,
    rateLimit: key.rateLimit,
    dsn: {
      public: projectDsn(key, baseUrl),
      secret: projectDsn(key, baseUrl, key.secretKey),
      csp: endpoint('csp-report'),
      security: endpoint('security'),
      minidump: endpoint('minidump'),
      nel: endpoint('nel'),
      unreal: `${baseUrl}/api/${key.projectId}/unreal/${key.publicKey}/`,
      crons: `${baseUrl}/api/${key.projectId}/cron/___MONITOR_SLUG___/${key.publicKey}/`,
      cdn: `${baseUrl}/js-sdk-loader/${key.publicKey}.min.js`,
      playstation: endpoint('playstation'),
      integration: `${baseUrl}/api/${key.projectId}/integration/`,
      otlp_traces: `${baseUrl}/api/${key.projectId}/integration/otlp/v1/traces`,
      otlp_logs: `${baseUrl}/api/${key.projectId}/integration/otlp/v1/logs`,
    },
    browserSdkVersion: key.browserSdkVersion,
    browserSdk: { choices: browserSdkVersions.map((version) => [version, version]) },
    dateCreated: isoTime(key.createdAt),
    dynamicSdkLoaderOptions: key.loaderOptions,
    useCase: key.useCase,
  }
}
