import { parseFingerprintRules } from '../digest/grouping/fingerprint-rules.ts'
import type { RuleError } from '../digest/grouping/rule-lexer.ts'
import { parseStackTraceRules } from '../digest/grouping/stack-trace-rules.ts'
import { LapwingError } from '../errors.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { slugRule } from './create.ts'
import { readOptions } from './options.ts'
import { applyUpdate, groupingConfig, type ProjectUpdate, readOptionsUpdate } from './settings.ts'
import { isSlug } from './slug.ts'

/** Changes a project; a slug that another project of the organisation has is a `conflict`. Gives the project as it is then. */
export async function updateProject(
  project: Project,
  update: ProjectUpdate,
  meta: Pick<MetaStore, 'findProject' | 'updateProject'>,
): Promise<Project> {
  const name = update.name?.trim() ?? project.name
  const slug = update.slug ?? project.slug
  const options = readOptionsUpdate(update, project.options.further ?? {})
  refuseFaults({ ...update, name, slug }, { ...project.options, ...options })
  const holder = slug === project.slug ? null : await meta.findProject(project.organizationId, slug)
  if (holder && holder.id !== project.id) {
    throw new LapwingError('conflict', { detail: `Another project (${holder.name}) is already using that slug` })
  }
  const platform = update.platform === undefined ? project.platform : update.platform
  const patch = { name, slug, platform, settings: applyUpdate(project.settings, update) }
  await meta.updateProject(project.id, { ...patch, options })
  return { ...project, ...patch, options: { ...project.options, ...options } }
}

/** What the schema cannot say. The digest leaves bad rules out; who writes them hears of it here. */
function refuseFaults(update: ProjectUpdate & { name: string; slug: string }, options: Project['options']): void {
  const fields: Record<string, string[]> = {}
  if (update.name === '') fields['name'] = ['This field may not be blank.']
  if (!isSlug(update.slug)) fields['slug'] = [slugRule]
  const fingerprint = parseFingerprintRules(update.fingerprintingRules ?? '').errors
  const stackTrace = parseStackTraceRules(update.groupingEnhancements ?? '').errors
  if (fingerprint.length > 0) fields['fingerprintingRules'] = fingerprint.map(describeRuleError)
  if (stackTrace.length > 0) fields['groupingEnhancements'] = stackTrace.map(describeRuleError)
  if (update.groupingConfig !== undefined && update.groupingConfig !== groupingConfig) {
    fields['groupingConfig'] = [`Unknown grouping config; this server groups by ${groupingConfig}.`]
  }
  const { digestsMinDelay, digestsMaxDelay } = readOptions(options)
  if (digestsMinDelay > digestsMaxDelay) {
    fields['digestsMinDelay'] = ['The maximum delay on digests must be higher than the minimum.']
  }
  if (update.symbolSources !== undefined && !isJsonList(update.symbolSources)) {
    fields['symbolSources'] = ['Not a JSON list.']
  }
  if (Object.keys(fields).length > 0) throw new LapwingError('invalid_input', { fields })
}

function isJsonList(text: string): boolean {
  if (text === '') return true
  try {
    return Array.isArray(JSON.parse(text))
  } catch {
    return false
  }
}

function describeRuleError(error: RuleError): string {
  return `Line ${error.line}: ${error.message}`
}
