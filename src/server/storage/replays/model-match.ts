import { compares } from '../comparison.ts'
import type { Condition } from '../condition.ts'
import { matchesText } from '../text-match.ts'
import { compileClick, selectorOf, writeElement } from './element.ts'
import type { ModelReplay } from './model-show.ts'
import {
  type Replay,
  type ReplayCondition,
  type ReplayQuery,
  type ReplayScope,
  type ReplaySelector,
  type ReplayText,
  replayTexts,
  type SelectorQuery,
} from './port.ts'
import type { ReplayClick, ReplayElement } from './records.ts'

export function isFound(replay: ModelReplay, shown: Replay, query: ReplayQuery): boolean {
  return isInScope(shown, query) && meets(replay, shown, query.where)
}

export function isInScope(shown: Replay, { projectIds, environments, start, end }: ReplayScope): boolean {
  return (
    projectIds.includes(shown.projectId) &&
    (environments === null || environments.includes(shown.environment ?? '\n')) &&
    shown.startedAt < end &&
    shown.finishedAt >= start
  )
}

function meets(replay: ModelReplay, shown: Replay, where: Condition<ReplayCondition>): boolean {
  switch (where.kind) {
    case 'and':
      return where.of.every((part) => meets(replay, shown, part))
    case 'or':
      return where.of.some((part) => meets(replay, shown, part))
    case 'not':
      return !meets(replay, shown, where.of)
    case 'replays':
      return where.replayIds.includes(shown.replayId)
    case 'projects':
      return where.projectIds.includes(shown.projectId)
    case 'number':
    case 'time':
      return compares(where.kind === 'time' ? shown[where.field] : shown[where.field], where.comparison, where.value)
    case 'text':
      return textsOf(replay, shown, where.field).some((text) => matchesText(text, where.match))
    case 'has':
      return textsOf(replay, shown, where.field).length > 0
    case 'tag':
      return tagsOf(replay, where.key).some((text) => matchesText(text, where.match))
    case 'hasTag':
      return tagsOf(replay, where.key).length > 0
    case 'ids':
      return shown[where.field].some((id) => where.ids.includes(id))
    case 'click':
      return clicksOf(replay)
        .filter(({ isDead, isRage }) => where.clicks === 'all' || (where.clicks === 'dead' ? isDead : isRage))
        .some(({ element }) => compileClick(where.parts)(element))
    case 'viewedBy':
      return where.userIds.some((userId) => replay.views.has(userId))
    case 'archived':
      return shown.isArchived
  }
}

function clicksOf(replay: ModelReplay): ReplayClick[] {
  return [...replay.segments.values()].flatMap(({ recording }) => recording?.clicks ?? [])
}

export function tagsOf(replay: ModelReplay, key: string): string[] {
  const tags = [...replay.segments.values()].flatMap(({ told }) => told?.tags ?? [])
  return tags.flatMap(([own, value]) => (own === key && value !== '' ? [value] : []))
}

export function textsOf(
  replay: ModelReplay,
  shown: Replay,
  field: Extract<ReplayCondition, { kind: 'has' }>['field'],
): string[] {
  if (field === 'errorIds' || field === 'warningIds' || field === 'infoIds' || field === 'traceIds') return shown[field]
  const segments = [...replay.segments.values()]
  if (field === 'release') return segments.flatMap(({ told }) => told?.release || [])
  if (field === 'segmentName') {
    return segments.flatMap(({ told }) => told?.segmentNames ?? []).filter((name) => name !== '')
  }
  if (field === 'url') {
    const urls = segments.flatMap(({ told, recording }) => [...(told?.urls ?? []), ...(recording?.navigations ?? [])])
    return urls.filter((url) => url !== '')
  }
  const text = textOf(shown, field)
  return text === null ? [] : [text]
}

/** As it is searched and sorted: nothing of an archived one. */
function textOf(shown: Replay, field: ReplayText): string | null {
  if (shown.isArchived) return null
  const { environment, dist, platform, replayType, user, sdk, os, browser, device, otaUpdates } = shown
  const texts: Record<ReplayText, string | null> = {
    environment,
    dist,
    platform,
    replayType,
    userId: user.id,
    userEmail: user.email,
    userName: user.username,
    userIp: user.ip,
    sdkName: sdk.name,
    sdkVersion: sdk.version,
    osName: os.name,
    osVersion: os.version,
    browserName: browser.name,
    browserVersion: browser.version,
    deviceName: device.name,
    deviceBrand: device.brand,
    deviceFamily: device.family,
    deviceModel: device.model,
    otaChannel: otaUpdates.channel,
    otaRuntimeVersion: otaUpdates.runtimeVersion,
    otaUpdateId: otaUpdates.updateId,
  }
  return texts[field]
}

export function compareReplays(a: Replay, b: Replay, { key, descending }: ReplayQuery['sort']): number {
  const ids = a.replayId < b.replayId ? -1 : Number(a.replayId > b.replayId)
  const ties = b.startedAt - a.startedAt || ids || a.projectId - b.projectId
  const text = replayTexts.find((name) => name === key)
  const sign = descending ? -1 : 1
  if (text === undefined) {
    const [left, right] = [Reflect.get(a, key), Reflect.get(b, key)]
    return sign * (Number(left) - Number(right)) || ties
  }
  const [left, right] = [textOf(a, text), textOf(b, text)]
  if (left === null || right === null) return Number(left === null) - Number(right === null) || ties
  return sign * Buffer.compare(Buffer.from(left), Buffer.from(right)) || ties
}

export function listSelectors(replays: ModelReplay[], query: SelectorQuery): ReplaySelector[] {
  const hour = (time: number): number => Math.floor(time / 3_600_000)
  const found = new Map<string, { projectId: number; element: ReplayElement; clicks: ReplayClick[]; name: string }>()
  for (const { projectId, segments } of replays.filter((replay) => query.projectIds.includes(replay.projectId))) {
    for (const { told, recording } of segments.values()) {
      if (query.environments !== null && !query.environments.includes(told?.environment ?? '')) continue
      for (const click of recording?.clicks ?? []) {
        if (!click.isDead || hour(click.at) < hour(query.start) || hour(click.at) > hour(query.end)) continue
        const element = selectorOf(click.element)
        const name = writeElement(element)
        const own = found.get(`${projectId} ${name}`) ?? { projectId, element, clicks: [], name }
        own.clicks.push(click)
        found.set(`${projectId} ${name}`, own)
      }
    }
  }
  const { key, descending } = query.sort
  const rows = [...found.values()].map(({ clicks, ...own }) => ({
    ...own,
    countDeadClicks: clicks.length,
    countRageClicks: clicks.filter(({ isRage }) => isRage).length,
  }))
  const sorted = rows.toSorted(
    (a, b) => (descending ? -1 : 1) * (a[key] - b[key]) || a.projectId - b.projectId || (a.name < b.name ? -1 : 1),
  )
  return sorted
    .slice(query.offset, query.offset + query.limit)
    .map(({ projectId, element, countDeadClicks, countRageClicks }) => ({
      projectId,
      element,
      countDeadClicks,
      countRageClicks,
    }))
}
