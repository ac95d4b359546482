import type { JsonObject, StoredEvent } from '../../protocol/event.ts'
import { parseEventId } from '../../protocol/event-id.ts'
import type { EventRow } from '../storage/events/port.ts'
import {
  attributeOf,
  type FactFlag,
  factLists,
  factNumbers,
  factTexts,
  type FactNumber,
  type Facts,
  type FactText,
  listNames,
} from '../storage/observability/facts.ts'
import type { BriefSource, SessionSource } from '../storage/observability/port.ts'
import type { SessionUpdate } from '../storage/sessions/port.ts'
import { hashUser } from '../storage/user-sketch.ts'
import type { PreparedSegment } from './items/replay-segment.ts'
import type { ProjectSettings } from './types.ts'
import { platformOfUser } from './user-platform.ts'

/** The SDK that made an envelope, as its header says. */
export interface Sdk {
  name: string | null
  version: string | null
}

/** What a session update tells of a user session; nothing when it is of a server. */
export function tellOfSession(update: SessionUpdate, sdk: Sdk, settings: ProjectSettings): BriefSource[] {
  const platform = platformOfUser({ sdk: sdk.name, platform: null, os: null, project: settings.platform })
  if (platform === null) return []
  const { position, projectId, receivedAt, sid, started, duration, status, user } = update
  const hasEnded = status === 'exited' || status === 'crashed' || status === 'abnormal'
  return [
    {
      position,
      projectId,
      receivedAt,
      kind: 'session',
      id: sid,
      user,
      startedAt: started,
      endedAt: started + (duration ?? 0),
      isOver: hasEnded && duration !== null,
      platform,
      appVersion: update.release.slice(0, mostLength),
      sdkVersion: (sdk.version ?? '').slice(0, mostLength),
      flags: flagsOfSession(update),
    },
  ]
}

/** One for all that are well: what stands in many sources is cloned once. */
const noFlags: FactFlag[] = []

function flagsOfSession({ status, errors, abnormalMechanism }: SessionUpdate): FactFlag[] {
  const isAnr = abnormalMechanism?.startsWith('anr_') === true
  const isCrash = status === 'crashed'
  const hasException = errors > 0 || isCrash || status === 'unhandled' || status === 'errored'
  if (!isAnr && !hasException) return noFlags
  const flags: FactFlag[] = []
  if (isAnr) flags.push('anr')
  if (isCrash) flags.push('crash')
  if (hasException) flags.push('exception')
  return flags
}

/** As of dead clicks, so many in one place are rage: https://docs.sentry.io/product/issues/issue-details/replay-issues/rage-clicks/. */
const rageClicks = 5

/** What a segment of a replay tells. */
export function tellOfSegment(segment: PreparedSegment, sdk: Sdk, settings: ProjectSettings): SessionSource {
  const { position, projectId, receivedAt, replayId, startedAt, finishedAt, told, recording } = segment
  const platform = platformOfUser({
    sdk: told?.sdk.name ?? sdk.name,
    platform: told?.platform ?? null,
    os: told?.os.name ?? null,
    project: settings.platform,
  })
  const { id, email, username } = told?.user ?? { id: null, email: null, username: null }
  const isRage =
    recording !== null && (recording.mostClicks >= rageClicks || recording.clicks.some((click) => click.isRage))
  const flags: FactFlag[] = isRage ? ['rageTap'] : []
  return {
    position,
    projectId,
    receivedAt,
    kind: 'replay',
    id: replayId,
    user: userOf([id, email, username]),
    startedAt,
    endedAt: finishedAt,
    isOver: false,
    facts: factsAt(finishedAt, {
      texts: {
        platform,
        appVersion: told?.release,
        manufacturer: told?.device.brand,
        model: told?.device.model,
        osVersion: told?.os.version,
        sdkVersion: told?.sdk.version ?? sdk.version,
        userId: id,
        userEmail: email,
        userName: username,
      },
      flags,
      lists: {
        recording: [replayId],
        screen: [...(told?.urls ?? []), ...(recording?.navigations ?? [])],
        attribute: attributesOf(told?.tags ?? []),
        response: (recording?.responseTimes ?? []).map(String),
      },
    }),
  }
}

/** What an event tells: of the replay that it names, else of a session that is found by its user and time; nothing without either. */
export function tellOfEvent(
  event: StoredEvent,
  row: Omit<EventRow, 'issueId'>,
  settings: ProjectSettings,
): SessionSource[] {
  const { device, os, app } = event.contexts ?? {}
  const platform = platformOfUser({
    sdk: row.sdkName,
    platform: row.platform,
    os: textOf(os?.name),
    project: settings.platform,
  })
  // Before anything is hashed: most events are of servers.
  if (platform === null) return []
  const replayId = parseEventId(row.replayId)
  const user = userOf([row.userId, row.userEmail, row.userName])
  if (replayId === null && user === null) return []
  return [
    {
      position: row.position,
      projectId: row.projectId,
      receivedAt: row.receivedAt,
      kind: replayId === null ? 'event' : 'replay',
      id: replayId ?? row.eventId,
      user,
      startedAt: row.timestamp,
      endedAt: row.timestamp,
      isOver: false,
      facts: factsAt(row.timestamp, {
        texts: {
          platform,
          appVersion: row.release,
          manufacturer: textOf(device?.manufacturer) ?? textOf(device?.brand),
          model: textOf(device?.model),
          networkType: textOf(device?.connection_type) ?? textOf(device?.network_type),
          osVersion: textOf(os?.version),
          sdkVersion: row.sdkVersion,
          userId: row.userId,
          userEmail: row.userEmail,
          userName: row.userName,
        },
        numbers: {
          screenHeight: pixelsOf(device?.screen_height_pixels),
          screenWidth: pixelsOf(device?.screen_width_pixels),
        },
        flags: flagsOf(event, row),
        lists: {
          screen: screensOf(app, row, platform === 'web'),
          event: row.errorType === null ? [row.title] : [],
          attribute: attributesOf(row.tags),
        },
      }),
    },
  ]
}

/** Mechanisms of the SDKs that catch an app that does not answer: ANR v1, v2 and app hangs of Apple's systems. */
const anrMechanisms = ['ANR', 'AppExitInfo', 'AppHang', 'anr']

function flagsOf(event: StoredEvent, { errorType, handled }: Pick<EventRow, 'errorType' | 'handled'>): FactFlag[] {
  if (errorType === null) return []
  const mechanisms = event.exception?.values.map(({ mechanism }) => mechanism?.type) ?? []
  const isAnr =
    errorType === 'ApplicationNotResponding' || mechanisms.some((type) => anrMechanisms.includes(type ?? ''))
  if (isAnr) return ['anr', 'exception']
  return handled === false ? ['crash', 'exception'] : ['exception']
}

function screensOf(app: JsonObject | null | undefined, row: Pick<EventRow, 'url' | 'transaction'>, isWeb: boolean) {
  const views = app?.view_names
  const named = Array.isArray(views) ? views.flatMap((view) => textOf(view) ?? []) : []
  const other = isWeb ? row.url : row.transaction
  return other === null ? named : [...named, other]
}

/** Derived from one event, not said of a session. */
const ofEvents = ['level', 'url', 'user', 'handled', 'mechanism', 'transaction', 'replayId']

function attributesOf(tags: [string, string][]): string[] {
  return tags.filter(([key]) => !ofEvents.includes(key)).map(([key, value]) => attributeOf(key, value))
}

/** What SDKs send as the distinct id of a session: the first of these that there is. */
function userOf(names: (string | null)[]): number | null {
  const name = names.find((one) => one !== null && one !== '')
  return typeof name === 'string' ? hashUser(name) : null
}

/** Longer names are cut: they are looked for as wholes. */
const mostLength = 500

function factsAt(
  at: number,
  {
    texts,
    numbers = {},
    flags,
    lists = {},
  }: {
    texts: { [Name in FactText]?: string | null | undefined }
    numbers?: { [Name in FactNumber]?: number | null }
    flags: FactFlag[]
    lists?: Facts['lists']
  },
): Facts {
  const facts: Facts = { texts: {}, numbers: {}, flags, lists: {} }
  const when = Math.floor(at)
  for (const name of factTexts) {
    const value = texts[name]
    if (value) facts.texts[name] = [when, value.slice(0, mostLength)]
  }
  for (const name of factNumbers) {
    const value = numbers[name] ?? null
    if (value !== null) facts.numbers[name] = [when, value]
  }
  for (const name of factLists) {
    const names = listNames((lists[name] ?? []).filter((one) => one !== '').map((one) => one.slice(0, mostLength)))
    if (names.length > 0) facts.lists[name] = names
  }
  return facts
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function pixelsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
