import type { MetaStore } from '../storage/meta/port.ts'
import type { OrganizationSettings } from '../storage/meta/ports/organizations.ts'
import type { ProjectSettings, ScrubSettings } from './types.ts'

/** Changed settings are obeyed within this time. */
const freshMs = 1000

/** Settings of projects, remembered for a second: the digest asks for every envelope. */
export function createSettingsCache(
  meta: Pick<MetaStore, 'findProjectById' | 'findOrganizationSettings'>,
  now: () => number,
): (projectId: number) => Promise<ProjectSettings | null> {
  const known = new Map<number, { settings: ProjectSettings | null; readAt: number }>()
  return async (projectId) => {
    const entry = known.get(projectId)
    if (entry !== undefined && now() - entry.readAt < freshMs) return entry.settings
    const project = await meta.findProjectById(projectId)
    const organization = project === null ? {} : await meta.findOrganizationSettings(project.organizationId)
    const settings: ProjectSettings | null =
      project === null
        ? null
        : {
            id: project.id,
            organizationId: project.organizationId,
            slug: project.slug,
            platform: project.platform,
            ...project.settings,
            scrub: addOrganization(project.settings.scrub, organization),
          }
    // Rules are compiled once per settings object: keep the old one when nothing changed.
    const unchanged = entry !== undefined && JSON.stringify(entry.settings) === JSON.stringify(settings)
    const kept = unchanged ? entry.settings : settings
    known.set(projectId, { settings: kept, readAt: now() })
    return kept
  }
}

/** An organisation's scrubbing holds for all of its projects: they can add to it, not take away. */
export function addOrganization(scrub: ScrubSettings, organization: Partial<OrganizationSettings>): ScrubSettings {
  return {
    enabled: scrub.enabled || organization.dataScrubber === true,
    defaults: scrub.defaults || organization.dataScrubberDefaults === true,
    scrubIpAddresses: scrub.scrubIpAddresses || organization.scrubIPAddresses === true,
    sensitiveFields: [...new Set([...scrub.sensitiveFields, ...(organization.sensitiveFields ?? [])])],
    safeFields: [...new Set([...scrub.safeFields, ...(organization.safeFields ?? [])])],
  }
}
