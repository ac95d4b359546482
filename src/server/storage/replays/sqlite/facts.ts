import { mostIds, type Replay, replayActivity } from '../port.ts'
import type { ReplayElement } from '../records.ts'
import type { ReplayState } from './state.ts'

/** Whose state. */
export interface ReplayRow {
  no: number
  replayId: string
  projectId: number
  receivedAt: number
  isArchived: boolean
  state: ReplayState
}

/** The replay as it is shown. */
export function toReplay(row: ReplayRow, elementOf: (term: number) => ReplayElement, hasViewed: boolean): Replay {
  const { replayId, projectId, isArchived, state } = row
  const { startedAt, finishedAt } = state
  const urls = urlsOf(state)
  const events = eventsOf(state)
  const text = (field: string): string | null => state.texts[field]?.[1] ?? null
  return {
    replayId,
    projectId,
    startedAt,
    finishedAt,
    duration: durationOf(state),
    activity: isArchived ? 0 : replayActivity({ countErrors: events.errorIds.length, countUrls: urls.length }),
    isArchived,
    hasViewed,
    replayType: state.type?.name ?? 'session',
    countSegments: state.segments,
    countErrors: events.errorIds.length,
    countWarnings: events.warningIds.length,
    countInfos: events.infoIds.length,
    countUrls: urls.length,
    countClicks: state.clicks,
    countDeadClicks: state.dead,
    countRageClicks: state.rage,
    countTaps: state.taps,
    countMultiClicks: state.multiClicks,
    countInputs: state.inputs,
    countConsoleMessages: state.consoleMessages,
    countRequests: state.requests,
    countWebVitals: state.webVitals,
    countMutations: state.mutations,
    countHydrationErrors: state.hydrationErrors,
    urls,
    ...events,
    traceIds: tracesOf(state),
    releases: state.releases.map(([, , release]) => release),
    segmentNames: state.segmentNames.map(([, , name]) => name),
    environment: text('environment'),
    dist: text('dist'),
    platform: text('platform'),
    user: { id: text('userId'), username: text('userName'), email: text('userEmail'), ip: text('userIp') },
    geo: {
      city: text('geoCity'),
      countryCode: text('geoCountryCode'),
      region: text('geoRegion'),
      subdivision: text('geoSubdivision'),
    },
    sdk: { name: text('sdkName'), version: text('sdkVersion') },
    os: { name: text('osName'), version: text('osVersion') },
    browser: { name: text('browserName'), version: text('browserVersion') },
    device: {
      name: text('deviceName'),
      brand: text('deviceBrand'),
      model: text('deviceModel'),
      family: text('deviceFamily'),
    },
    otaUpdates: {
      channel: text('otaChannel'),
      runtimeVersion: text('otaRuntimeVersion'),
      updateId: text('otaUpdateId'),
    },
    tags: tagsOf(state),
    clicks: state.elements.map(([, , term]) => elementOf(term)),
  }
}

/** Whole seconds. */
export function durationOf({ startedAt, finishedAt }: Pick<ReplayState, 'startedAt' | 'finishedAt'>): number {
  return Math.max(0, Math.floor((finishedAt - startedAt) / 1000))
}

export function urlsOf({ urls }: ReplayState): string[] {
  return urls.flatMap(([, , url], index) => (url === urls[index - 1]?.[2] ? [] : [url]))
}

/** Linked ones by their time, then those that only segments tell. */
export function eventsOf(state: ReplayState): Pick<Replay, 'errorIds' | 'warningIds' | 'infoIds'> {
  const [errors, warnings, infos] = [state.errors, state.warnings, state.infos].map((list) => list.map(([, id]) => id))
  const errorIds = new Set(errors)
  const warningIds = new Set(warnings?.filter((id) => !errorIds.has(id)))
  const infoIds = infos?.filter((id) => !errorIds.has(id) && !warningIds.has(id)) ?? []
  const others = new Set([...warningIds, ...infoIds])
  for (const [, , id] of state.errorIds) if (!others.has(id)) errorIds.add(id)
  return { errorIds: [...errorIds].slice(0, mostIds), warningIds: [...warningIds], infoIds }
}

/** Those that segments tell, then those of linked events. */
export function tracesOf({ traceIds, linkedTraces }: ReplayState): string[] {
  return [...new Set([...traceIds.map(([, , id]) => id), ...linkedTraces.map(([, id]) => id)])].slice(0, mostIds)
}

function tagsOf({ tags }: ReplayState): Replay['tags'] {
  const byKey = Map.groupBy(tags, ([, , [key]]) => key)
  const keys = [...byKey].map(([key, placed]): [string, string[]] => [key, placed.map(([, , [, value]]) => value)])
  return keys.toSorted(([a], [b]) => (a < b ? -1 : 1))
}
