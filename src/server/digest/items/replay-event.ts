import type { Json, JsonObject, NormalizedEvent } from '../../../protocol/event.ts'
import { type ReadReplayEvent, replayMembers } from '../../../protocol/replay.ts'
import type { ReplayTold } from '../../storage/replays/records.ts'
import { cleanText } from '../normalize/clean-text.ts'
import { scalarText } from '../normalize/read.ts'
import type { Filter, FilterReason, Normalize, ProjectSettings, Receipt, Scrub } from '../types.ts'

export interface ReplayEventSteps {
  normalize: Normalize
  filter: Filter
  scrub: Scrub
}

/**
 * What a replay event tells, normalised, filtered and scrubbed as events are. Its times stay as the sender's clock had them, as in Relay: the recording's
 * are of the same clock, and are not rewritten.
 */
export function tellReplay(
  read: ReadReplayEvent,
  steps: ReplayEventSteps,
  receipt: Receipt,
  settings: ProjectSettings,
): { kept: true; told: ReplayTold } | { kept: false; reason: FilterReason } {
  const event = steps.normalize(read.members, receipt, { eventId: null, sentAt: null })
  const verdict = steps.filter(event, receipt, settings.filters)
  if (!verdict.kept) return verdict
  // Read in full already; as free data of an event they would be cut.
  for (const member of replayMembers) delete event[member]
  event.urls = read.urls.map(cleanText)
  event.segment_names = read.segmentNames.map(cleanText)
  steps.scrub(event, settings.scrub)
  return { kept: true, told: toTold(event, read) }
}

function toTold(event: NormalizedEvent, { errorIds, traceIds }: ReadReplayEvent): ReplayTold {
  const { user, sdk, contexts } = event
  const device = contexts?.device
  const updates = contexts?.ota_updates
  return {
    environment: event.environment ?? null,
    release: event.release ?? null,
    dist: event.dist ?? null,
    platform: event.platform,
    urls: textsOf(event.urls),
    errorIds,
    traceIds,
    segmentNames: textsOf(event.segment_names),
    user: toUser(user),
    geo: toGeo(user?.geo),
    sdk: { name: sdk?.name ?? null, version: sdk?.version ?? null },
    os: toSystem(contexts?.os),
    browser: toSystem(contexts?.browser),
    device: {
      name: textOf(device?.name),
      brand: textOf(device?.brand),
      model: textOf(device?.model),
      family: textOf(device?.family),
    },
    otaUpdates: {
      channel: textOf(updates?.channel),
      runtimeVersion: textOf(updates?.runtime_version),
      updateId: textOf(updates?.update_id),
    },
    tags: toTags(event.tags),
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}

function toUser(user: NormalizedEvent['user']): ReplayTold['user'] {
  const told = {
    id: textOf(user?.id),
    username: textOf(user?.username),
    email: textOf(user?.email),
    ip: textOf(user?.ip_address),
  }
  return Object.values(told).some((value) => value !== null) ? told : null
}

function toGeo(geo: NonNullable<NormalizedEvent['user']>['geo']): ReplayTold['geo'] {
  const told = {
    city: textOf(geo?.city),
    countryCode: textOf(geo?.country_code),
    region: textOf(geo?.region),
    subdivision: textOf(geo?.subdivision),
  }
  return Object.values(told).some((value) => value !== null) ? told : null
}

function toSystem(context: JsonObject | null | undefined): { name: string | null; version: string | null } {
  return { name: textOf(context?.name), version: textOf(context?.version) }
}

/** Of two with the same key the last one; by key. */
function toTags(tags: readonly [string, string][]): [string, string][] {
  return [...new Map(tags)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

function textOf(value: Json | undefined): string | null {
  const text = scalarText(value)
  return text === null || text === '' ? null : text
}
