import { pickGiven } from '../http/pick-given.ts'
import { LapwingError } from '../errors.ts'
import { type Static, Type } from '../http/type.ts'
import { AnyObject, nullable } from '../http/schema.ts'
import type { OrganizationSettings, TrustedRelay } from '../storage/meta/ports/organizations.ts'

/** What an organisation starts with. */
export const defaultOrganizationSettings: OrganizationSettings = {
  isEarlyAdopter: false,
  hideAiFeatures: true,
  defaultRole: 'member',
  openMembership: true,
  eventsMemberAdmin: true,
  alertsMemberWrite: true,
  allowMemberInvite: true,
  allowMemberProjectCreation: true,
  allowJoinRequests: true,
  allowSharedIssues: true,
  attachmentsRole: 'member',
  debugFilesRole: 'admin',
  hasGranularReplayPermissions: false,
  replayAccessMembers: [],
  enhancedPrivacy: false,
  // Off: each project says for itself, and new ones scrub.
  dataScrubber: false,
  dataScrubberDefaults: false,
  scrubIPAddresses: false,
  sensitiveFields: [],
  safeFields: [],
  scrapeJavaScript: false,
  storeCrashReports: 0,
  trustedRelays: [],
  relayDsnEndpoint: null,
  issueAlertsThreadFlag: true,
  metricAlertsThreadFlag: true,
}

const Role = Type.Enum(['member', 'admin', 'manager', 'owner'])
const Names = Type.Array(Type.String({ maxLength: 200 }), { maxItems: 500 })
const RelayBody = Type.Object({
  publicKey: Type.String({ minLength: 1, maxLength: 200 }),
  name: Type.String({ maxLength: 64 }),
  description: Type.Optional(Type.String({ maxLength: 500 })),
})

/** What an organisation's settings can be set to; absent = as it is. Members that are none are passed over, as in Sentry. */
export const OrganizationUpdateSchema = Type.Object({
  slug: Type.Optional(Type.String({ maxLength: 50 })),
  name: Type.Optional(Type.String({ maxLength: 64 })),
  isEarlyAdopter: Type.Optional(Type.Boolean()),
  hideAiFeatures: Type.Optional(Type.Boolean()),
  defaultRole: Type.Optional(Role),
  openMembership: Type.Optional(Type.Boolean()),
  eventsMemberAdmin: Type.Optional(Type.Boolean()),
  alertsMemberWrite: Type.Optional(Type.Boolean()),
  allowMemberInvite: Type.Optional(Type.Boolean()),
  allowMemberProjectCreation: Type.Optional(Type.Boolean()),
  allowJoinRequests: Type.Optional(Type.Boolean()),
  allowSharedIssues: Type.Optional(Type.Boolean()),
  attachmentsRole: Type.Optional(Role),
  debugFilesRole: Type.Optional(Role),
  hasGranularReplayPermissions: Type.Optional(Type.Boolean()),
  replayAccessMembers: Type.Optional(nullable(Type.Array(Type.Integer(), { maxItems: 1000 }))),
  enhancedPrivacy: Type.Optional(Type.Boolean()),
  dataScrubber: Type.Optional(Type.Boolean()),
  dataScrubberDefaults: Type.Optional(Type.Boolean()),
  scrubIPAddresses: Type.Optional(Type.Boolean()),
  sensitiveFields: Type.Optional(Names),
  safeFields: Type.Optional(Names),
  scrapeJavaScript: Type.Optional(Type.Boolean()),
  storeCrashReports: Type.Optional(Type.Integer({ enum: [0, 1, 5, 10, 20, 50, 100, -1] })),
  trustedRelays: Type.Optional(Type.Array(RelayBody, { maxItems: 100 })),
  relayDsnEndpoint: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
  issueAlertsThreadFlag: Type.Optional(Type.Boolean()),
  metricAlertsThreadFlag: Type.Optional(Type.Boolean()),
  /** Known to Sentry's clients, and refused unless they ask for what is so anyway. */
  require2FA: Type.Optional(Type.Boolean()),
  avatarType: Type.Optional(Type.Enum(['letter_avatar', 'upload'])),
  avatar: Type.Optional(nullable(Type.String())),
  relayPiiConfig: Type.Optional(nullable(Type.String())),
  cancelDeletion: Type.Optional(Type.Boolean()),
  options: Type.Optional(AnyObject),
})
export type OrganizationUpdate = Static<typeof OrganizationUpdateSchema>

/** The settings that an update names. Asking for what this server does not do is `invalid_input`. */
export function readOrganizationUpdate(
  update: OrganizationUpdate,
  settings: OrganizationSettings,
  now: number,
): Partial<OrganizationSettings> {
  refuseWhatIsNot(update)
  const patch: Partial<OrganizationSettings> = pickGiven(update, plainNames)
  if (update.sensitiveFields) patch.sensitiveFields = cleanNames(update.sensitiveFields)
  if (update.safeFields) patch.safeFields = cleanNames(update.safeFields)
  if (update.replayAccessMembers !== undefined) patch.replayAccessMembers = update.replayAccessMembers ?? []
  if (update.trustedRelays) patch.trustedRelays = readRelays(update.trustedRelays, settings.trustedRelays, now)
  return patch
}

const plainNames = [
  'isEarlyAdopter',
  'hideAiFeatures',
  'defaultRole',
  'openMembership',
  'eventsMemberAdmin',
  'alertsMemberWrite',
  'allowMemberInvite',
  'allowMemberProjectCreation',
  'allowJoinRequests',
  'allowSharedIssues',
  'attachmentsRole',
  'debugFilesRole',
  'hasGranularReplayPermissions',
  'enhancedPrivacy',
  'dataScrubber',
  'dataScrubberDefaults',
  'scrubIPAddresses',
  'scrapeJavaScript',
  'storeCrashReports',
  'relayDsnEndpoint',
  'issueAlertsThreadFlag',
  'metricAlertsThreadFlag',
] as const satisfies (keyof OrganizationSettings & keyof OrganizationUpdate)[]

/** A promise of privacy or safety that is stored and not kept would be worse than none. */
function refuseWhatIsNot(update: OrganizationUpdate): void {
  const fields: Record<string, string[]> = {}
  if (update.require2FA) fields['require2FA'] = ['This server has no two-factor authentication.']
  if (update.avatarType === 'upload') fields['avatarType'] = ['This server keeps no pictures; use letter_avatar.']
  if (update.relayPiiConfig?.trim()) fields['relayPiiConfig'] = ['Advanced data scrubbing rules are not supported.']
  if (Object.keys(fields).length > 0) throw new LapwingError('invalid_input', { fields })
}

/** Without the empty lines that a text box leaves. */
function cleanNames(names: string[]): string[] {
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))]
}

function readRelays(relays: Static<typeof RelayBody>[], known: readonly TrustedRelay[], now: number): TrustedRelay[] {
  const keys = relays.map((relay) => relay.publicKey)
  if (new Set(keys).size < keys.length) {
    throw new LapwingError('invalid_input', { fields: { trustedRelays: ['Two relays have the same public key.'] } })
  }
  return relays.map(({ publicKey, name, description = '' }) => {
    const before = known.find((relay) => relay.publicKey === publicKey)
    if (before?.name === name && before.description === description) return before
    return { publicKey, name, description, created: before?.created ?? now, lastModified: now }
  })
}
