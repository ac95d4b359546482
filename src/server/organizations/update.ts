import { LapwingError } from '../errors.ts'
import { slugRule } from '../projects/create.ts'
import { isSlug } from '../projects/slug.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { OrganizationSettings } from '../storage/meta/ports/organizations.ts'
import type { Organization } from '../storage/meta/ports/people.ts'
import { defaultOrganizationSettings, type OrganizationUpdate, readOrganizationUpdate } from './settings.ts'

/** All settings of an organisation, defaults included. */
export async function readOrganizationSettings(
  organizationId: number,
  meta: Pick<MetaStore, 'findOrganizationSettings'>,
): Promise<OrganizationSettings> {
  return { ...defaultOrganizationSettings, ...(await meta.findOrganizationSettings(organizationId)) }
}

/** Changes an organisation; a slug that another one has is a `conflict`. Gives it as it is then. */
export async function updateOrganization(
  organization: Organization,
  update: OrganizationUpdate,
  now: number,
  meta: MetaStore,
): Promise<{ organization: Organization; settings: OrganizationSettings }> {
  const settings = await readOrganizationSettings(organization.id, meta)
  const patch = readOrganizationUpdate(update, settings, now)
  const name = update.name?.trim() ?? organization.name
  const slug = update.slug?.trim().toLowerCase() ?? organization.slug
  if (name === '') throw new LapwingError('invalid_input', { fields: { name: ['This field may not be blank.'] } })
  if (!isSlug(slug)) throw new LapwingError('invalid_input', { fields: { slug: [slugRule] } })
  if (slug !== organization.slug && (await meta.findOrganization(slug))) {
    throw new LapwingError('conflict', { detail: `The slug "${slug}" is already in use.` })
  }
  await meta.updateOrganization(organization.id, { name, slug })
  await meta.updateOrganizationSettings(organization.id, patch)
  return { organization: { ...organization, name, slug }, settings: { ...settings, ...patch } }
}
