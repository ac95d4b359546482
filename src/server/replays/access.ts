import { LapwingError } from '../errors.ts'
import type { Caller } from '../http/authenticate.ts'
import type { MetaStore } from '../storage/meta/port.ts'
import type { Organization } from '../storage/meta/ports/people.ts'

/**
 * An organisation may let only some of its people see replays (`hasGranularReplayPermissions`): then all others are refused, whatever their role, but
 * superusers and its own tokens, as in Sentry.
 */
export async function requireReplayAccess(
  organization: Organization,
  caller: Caller,
  meta: Pick<MetaStore, 'findOrganizationSettings'>,
): Promise<void> {
  if (!caller.user || caller.user.isSuperuser) return
  const settings = await meta.findOrganizationSettings(organization.id)
  if (settings.hasGranularReplayPermissions !== true) return
  if (!settings.replayAccessMembers?.includes(caller.user.id)) throw new LapwingError('forbidden')
}

/** Whether `requireReplayAccess` would let through. */
export async function maySeeReplays(
  organization: Organization,
  caller: Caller,
  meta: Pick<MetaStore, 'findOrganizationSettings'>,
): Promise<boolean> {
  try {
    await requireReplayAccess(organization, caller, meta)
    return true
  } catch (error) {
    if (error instanceof LapwingError && error.code === 'forbidden') return false
    throw error
  }
}
