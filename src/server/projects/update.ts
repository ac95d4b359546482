import { parseFingerprintRules } from '../digest/grouping/fingerprint-rules.ts'
import type { RuleError } from '../digest/grouping/rule-lexer.ts'
import { parseStackTraceRules } from '../digest/grouping/stack-trace-rules.ts'
import { LapwingError } from '../errors.ts'
import type { MetaStore, Project } from '../storage/meta/port.ts'
import { slugRule } from './create.ts'
import { applyUpdate, type ProjectUpdate } from './settings.ts'
import { isSlug } from './slug.ts'

/** Changes a project; a slug that another project of the organisation has is a `conflict`. Gives the project as it is then. */
export async function updateProject(
  project: Project,
  update: ProjectUpdate,
  meta: Pick<MetaStore, 'findProject' | 'updateProject'>,
): Promise<Project> {
  const name = update.name?.trim() ?? project.name
  const slug = update.slug ?? project.slug
  if (name === '') throw new LapwingError('invalid_input', { fields: { name: ['This field may not be blank.'] } })
  if (!isSlug(slug)) throw new LapwingError('invalid_input', { fields: { slug: [slugRule] } })
  refuseBadRules(update)
  const holder = slug === project.slug ? null : await meta.findProject(project.organizationId, slug)
  if (holder && holder.id !== project.id) {
    throw new LapwingError('conflict', { detail: `Another project (${holder.name}) is already using that slug` })
  }
  const platform = update.platform === undefined ? project.platform : update.platform
  const patch = { name, slug, platform, settings: applyUpdate(project.settings, update) }
  await meta.updateProject(project.id, patch)
  return { ...project, ...patch }
}

/** The digest leaves bad lines out; who writes them hears of it here. */
function refuseBadRules(update: ProjectUpdate): void {
  const fields: Record<string, string[]> = {}
  const fingerprint = parseFingerprintRules(update.fingerprintingRules ?? '').errors
  const stackTrace = parseStackTraceRules(update.groupingEnhancements ?? '').errors
  if (fingerprint.length > 0) fields['fingerprintingRules'] = fingerprint.map(describeRuleError)
  if (stackTrace.length > 0) fields['groupingEnhancements'] = stackTrace.map(describeRuleError)
  if (Object.keys(fields).length > 0) throw new LapwingError('invalid_input', { fields })
}

function describeRuleError(error: RuleError): string {
  return `Line ${error.line}: ${error.message}`
}
