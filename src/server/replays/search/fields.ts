import { replayKeys } from '../../../protocol/search/keys.ts'
import type { Condition, TextMatch } from '../../storage/condition.ts'
import type {
  ReplayClickPart,
  ReplayCondition,
  ReplayIdList,
  ReplayNumber,
  ReplayText,
  ReplayTextList,
  ReplayValueField,
} from '../../storage/replays/port.ts'

/** Something of a replay that holds text: how to test it, and how to ask whether it is there at all. */
export interface ReplayField {
  test(match: TextMatch): Condition<ReplayCondition>
  present: Condition<ReplayCondition>
}

/** The whole stands for what it is best known by: `browser:Firefox`. */
const texts: Readonly<Record<string, ReplayText | ReplayTextList>> = {
  browser: 'browserName',
  'browser.name': 'browserName',
  'browser.version': 'browserVersion',
  device: 'deviceName',
  'device.brand': 'deviceBrand',
  'device.family': 'deviceFamily',
  'device.model': 'deviceModel',
  'device.name': 'deviceName',
  dist: 'dist',
  environment: 'environment',
  os: 'osName',
  'os.name': 'osName',
  'os.version': 'osVersion',
  'ota_updates.channel': 'otaChannel',
  'ota_updates.runtime_version': 'otaRuntimeVersion',
  'ota_updates.update_id': 'otaUpdateId',
  platform: 'platform',
  release: 'release',
  releases: 'release',
  replay_type: 'replayType',
  sdk: 'sdkName',
  'sdk.name': 'sdkName',
  'sdk.version': 'sdkVersion',
  segment_name: 'segmentName',
  segment_names: 'segmentName',
  url: 'url',
  urls: 'url',
  user: 'userName',
  'user.email': 'userEmail',
  'user.id': 'userId',
  'user.ip': 'userIp',
  'user.ip_address': 'userIp',
  'user.username': 'userName',
}

const clickParts: Readonly<Record<string, ReplayClickPart['part']>> = {
  'click.alt': 'alt',
  'click.class': 'class',
  'click.component_name': 'componentName',
  'click.id': 'id',
  'click.label': 'ariaLabel',
  'click.role': 'role',
  'click.tag': 'tag',
  'click.testid': 'testId',
  'click.textContent': 'text',
  'click.title': 'title',
}

/** Searched, and sorted by. */
export const replayNumbers: Readonly<Record<string, ReplayNumber>> = {
  activity: 'activity',
  count_clicks: 'countClicks',
  count_console_messages: 'countConsoleMessages',
  count_dead_clicks: 'countDeadClicks',
  count_errors: 'countErrors',
  count_hydration_errors: 'countHydrationErrors',
  count_infos: 'countInfos',
  count_inputs: 'countInputs',
  count_multi_clicks: 'countMultiClicks',
  count_mutations: 'countMutations',
  count_rage_clicks: 'countRageClicks',
  count_requests: 'countRequests',
  count_segments: 'countSegments',
  count_taps: 'countTaps',
  count_urls: 'countUrls',
  count_warnings: 'countWarnings',
  count_web_vitals: 'countWebVitals',
  duration: 'duration',
}

const idLists: Readonly<Record<string, ReplayIdList>> = {
  error_id: 'errorIds',
  error_ids: 'errorIds',
  info_ids: 'infoIds',
  trace: 'traceIds',
  trace_id: 'traceIds',
  trace_ids: 'traceIds',
  warning_ids: 'warningIds',
}

const clicks = { 'click.selector': 'all', 'dead.selector': 'dead', 'rage.selector': 'rage' } as const

function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null
}

export const numberOf = (key: string): ReplayNumber | null => lookUp(replayNumbers, key)
export const idListOf = (key: string): ReplayIdList | null => lookUp(idLists, key)
/** Of which clicks a key asks by a selector. */
export const selectedClicksOf = (key: string): 'all' | 'dead' | 'rage' | null => lookUp(clicks, key)

/** The text that a key names: a column, a part of a clicked element or, of whatever else it is called, a tag. */
export function replayField(key: string): ReplayField {
  const field = lookUp(texts, key)
  if (field) return { test: (match) => ({ kind: 'text', field, match }), present: { kind: 'has', field } }
  return clickField(key) ?? tagField(key)
}

/** Any of the elements that were clicked may match. */
export function clickField(key: string): ReplayField | null {
  const part = lookUp(clickParts, key)
  if (!part) return null
  const test = (match: TextMatch): ReplayCondition => ({ kind: 'click', clicks: 'all', parts: [{ part, match }] })
  return { test, present: test({ kind: 'pattern', pieces: ['', ''] }) }
}

/** What a key has values of; null for numbers, ids and what was clicked. */
export function valuesOf(key: string): ReplayValueField | null {
  const tag = /^tags\[(.+)\]$/.exec(key)?.[1]
  if (tag !== undefined) return { kind: 'tag', key: tag }
  const field = lookUp(texts, key)
  if (field) return { kind: 'text', field }
  return Object.hasOwn(replayKeys, key) ? null : { kind: 'tag', key }
}

export function tagField(key: string): ReplayField {
  return { test: (match) => ({ kind: 'tag', key, match }), present: { kind: 'hasTag', key } }
}
