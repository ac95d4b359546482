import {
  mostElements,
  mostIds,
  mostReleases,
  mostSegmentNames,
  mostTags,
  mostUrls,
  type Replay,
  replayActivity,
} from './port.ts'
import type { RecordedCounts, ReplayLink, ReplayRecording, ReplayTold } from './records.ts'

/** A segment as far as it counts: each part is of the first that brought it. */
export interface ModelSegment {
  id: number
  receivedAt: number
  startedAt: number
  finishedAt: number
  types: { isTold: boolean; type: 'session' | 'buffer' }[]
  told: ReplayTold | null
  recording: (ReplayRecording & { at: number }) | null
}

export interface ModelReplay {
  organizationId: number
  projectId: number
  replayId: string
  receivedAt: number
  segments: Map<number, ModelSegment>
  links: ReplayLink[]
  views: Map<number, { first: number; last: number }>
  /** Its times, once it is archived. */
  archived: Pick<Replay, 'startedAt' | 'finishedAt' | 'replayType'> | null
}

export function inOrder(replay: ModelReplay | null): ModelSegment[] {
  return [...(replay?.segments.values() ?? [])].toSorted((a, b) => a.id - b.id)
}

function firsts<T>(values: T[], most: number): T[] {
  const seen = new Set<string>()
  return values
    .filter((value) => {
      const key = JSON.stringify(value)
      const isNew = !seen.has(key)
      seen.add(key)
      return isNew
    })
    .slice(0, most)
}

/** Ids of linked events of these levels, each at its first time. */
function linked(links: ReplayLink[], levels: string[]): string[] {
  return byTime(links.filter(({ level }) => levels.includes(level)).map(({ at, eventId }) => ({ at, id: eventId })))
}

function linkedTraces(links: ReplayLink[]): string[] {
  return byTime(links.flatMap(({ at, traceId }) => (traceId === null ? [] : [{ at, id: traceId }])))
}

function byTime(seen: { at: number; id: string }[]): string[] {
  const sorted = seen.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return firsts(
    sorted.map(({ id }) => id),
    mostIds,
  )
}

/** The replay as it must be shown, from all that came of it. */
export function show(replay: ModelReplay, viewerId: number | null): Replay {
  const { projectId, replayId, archived, links } = replay
  const segments = inOrder(replay)
  const told = segments.flatMap((segment) => segment.told ?? [])
  const recordings = segments.flatMap((segment) => segment.recording ?? [])
  const clicks = recordings.flatMap((recording) => recording.clicks)
  const text = (read: (told: ReplayTold) => string | null | undefined): string | null =>
    told.toReversed().map(read).find(Boolean) ?? null
  const startedAt = archived?.startedAt ?? Math.min(...segments.map((segment) => segment.startedAt))
  const finishedAt = archived?.finishedAt ?? Math.max(...segments.map((segment) => segment.finishedAt))
  const all = segments.flatMap((segment) => [...(segment.told?.urls ?? []), ...(segment.recording?.navigations ?? [])])
  const urls = all.slice(0, mostUrls).filter((url, index) => index === 0 || url !== all[index - 1])
  const errors = linked(links, ['error', 'fatal'])
  const warningIds = linked(links, ['warning']).filter((id) => !errors.includes(id))
  const infoIds = linked(links, ['info', 'debug']).filter((id) => ![...errors, ...warningIds].includes(id))
  const toldErrors = firsts(
    told.flatMap(({ errorIds }) => errorIds),
    mostIds,
  ).filter((id) => ![...warningIds, ...infoIds].includes(id))
  const errorIds = firsts([...errors, ...toldErrors], mostIds)
  const toldTraces = told.flatMap(({ traceIds }) => traceIds)
  const sum = (kind: keyof RecordedCounts): number => recordings.reduce((all, { counts }) => all + counts[kind], 0)
  const tags = firsts(
    told.flatMap((one) => one.tags.filter(([, value]) => value !== '')),
    mostTags,
  )
  const types = segments.flatMap((segment) =>
    segment.types.map(({ isTold, type }) => ({ isTold, type, id: segment.id })),
  )
  const [first] = types.toSorted((a, b) => a.id - b.id || Number(b.isTold) - Number(a.isTold))
  return {
    replayId,
    projectId,
    startedAt,
    finishedAt,
    duration: Math.max(0, Math.floor((finishedAt - startedAt) / 1000)),
    activity: archived ? 0 : replayActivity({ countErrors: errorIds.length, countUrls: urls.length }),
    isArchived: archived !== null,
    hasViewed: viewerId !== null && replay.views.has(viewerId),
    replayType: archived?.replayType ?? first?.type ?? 'session',
    countSegments: segments.length,
    countErrors: errorIds.length,
    countWarnings: warningIds.length,
    countInfos: infoIds.length,
    countUrls: urls.length,
    countClicks: clicks.length,
    countDeadClicks: clicks.filter(({ isDead }) => isDead).length,
    countRageClicks: clicks.filter(({ isRage }) => isRage).length,
    countTaps: sum('taps'),
    countMultiClicks: sum('multiClicks'),
    countInputs: sum('inputs'),
    countConsoleMessages: sum('consoleMessages'),
    countRequests: sum('requests'),
    countWebVitals: sum('webVitals'),
    countMutations: sum('mutations'),
    countHydrationErrors: sum('hydrationErrors'),
    urls,
    errorIds,
    warningIds,
    infoIds,
    traceIds: firsts([...toldTraces, ...linkedTraces(links)], mostIds),
    releases: firsts(
      told.flatMap(({ release }) => release || []),
      mostReleases,
    ),
    segmentNames: firsts(
      told.flatMap(({ segmentNames }) => segmentNames),
      mostSegmentNames,
    ),
    environment: text(({ environment }) => environment),
    dist: text(({ dist }) => dist),
    platform: text(({ platform }) => platform),
    user: {
      id: text(({ user }) => user?.id),
      username: text(({ user }) => user?.username),
      email: text(({ user }) => user?.email),
      ip: text(({ user }) => user?.ip),
    },
    geo: {
      city: text(({ geo }) => geo?.city),
      countryCode: text(({ geo }) => geo?.countryCode),
      region: text(({ geo }) => geo?.region),
      subdivision: text(({ geo }) => geo?.subdivision),
    },
    sdk: { name: text(({ sdk }) => sdk.name), version: text(({ sdk }) => sdk.version) },
    os: { name: text(({ os }) => os.name), version: text(({ os }) => os.version) },
    browser: { name: text(({ browser }) => browser.name), version: text(({ browser }) => browser.version) },
    device: {
      name: text(({ device }) => device.name),
      brand: text(({ device }) => device.brand),
      model: text(({ device }) => device.model),
      family: text(({ device }) => device.family),
    },
    otaUpdates: {
      channel: text(({ otaUpdates }) => otaUpdates.channel),
      runtimeVersion: text(({ otaUpdates }) => otaUpdates.runtimeVersion),
      updateId: text(({ otaUpdates }) => otaUpdates.updateId),
    },
    tags: [...new Set(tags.map(([key]) => key))]
      .toSorted()
      .map((key) => [key, tags.filter(([own]) => own === key).map(([, value]) => value)]),
    clicks: firsts(
      clicks.map(({ element }) => element),
      mostElements,
    ),
  }
}
