import type { ProjectOptions } from '../storage/meta/ports/projects.ts'

/** What a project's further options are until somebody sets them. */
export const defaultProjectOptions: ProjectOptions = {
  subjectPrefix: '',
  subjectTemplate: '$shortID - $title',
  resolveAge: 0,
  digestsMinDelay: 300,
  digestsMaxDelay: 1800,
  allowedDomains: ['*'],
  verifySSL: true,
  scrapeJavaScript: false,
  securityToken: '',
  securityTokenHeader: '',
  storeCrashReports: null,
  highlightTags: ['handled', 'level'],
  highlightContext: { trace: ['trace_id'] },
  defaultEnvironment: null,
  enableAutoReleaseCreation: true,
  scmSourceContextEnabled: false,
  builtinSymbolSources: [],
  symbolSources: '[]',
  dynamicSamplingBiases: null,
  debugFilesRole: null,
  further: {},
}

/** All options of a project, defaults included. */
export function readOptions(set: Partial<ProjectOptions>): ProjectOptions {
  return { ...defaultProjectOptions, ...set }
}
