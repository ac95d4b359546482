import { LapwingError } from '../errors.ts'
import type { ReplayQuery, ReplaySortKey, SelectorQuery } from '../storage/replays/port.ts'
import { replayNumbers } from './search/fields.ts'

/** Sentry's names, and those of an older description for the members that it spells otherwise. */
const sortKeys: Readonly<Record<string, ReplaySortKey>> = {
  ...replayNumbers,
  browser: 'browserName',
  'browser.name': 'browserName',
  'browser.version': 'browserVersion',
  countErrors: 'countErrors',
  countSegments: 'countSegments',
  countUrls: 'countUrls',
  device: 'deviceName',
  'device.brand': 'deviceBrand',
  'device.family': 'deviceFamily',
  'device.model': 'deviceModel',
  'device.name': 'deviceName',
  dist: 'dist',
  environment: 'environment',
  finished_at: 'finishedAt',
  finishedAt: 'finishedAt',
  os: 'osName',
  'os.name': 'osName',
  'os.version': 'osVersion',
  platform: 'platform',
  project_id: 'projectId',
  projectId: 'projectId',
  'sdk.name': 'sdkName',
  'sdk.version': 'sdkVersion',
  started_at: 'startedAt',
  startedAt: 'startedAt',
  'user.email': 'userEmail',
  'user.id': 'userId',
  'user.username': 'userName',
}

const selectorSortKeys: Readonly<Record<string, SelectorQuery['sort']['key']>> = {
  count_dead_clicks: 'countDeadClicks',
  dead_click_count: 'countDeadClicks',
  count: 'countDeadClicks',
  count_rage_clicks: 'countRageClicks',
  rage_click_count: 'countRageClicks',
}

/** Sentry takes the same under three names; the first that is given counts. */
export interface SortParameters {
  sort?: string
  sortBy?: string
  orderBy?: string
}

/** What the list is sorted by; `-` before the name is descending. Throws `bad_request` for what it cannot be sorted by. */
export function readReplaySort(query: SortParameters): ReplayQuery['sort'] {
  return readSort(query, sortKeys, '-started_at')
}

export function readSelectorSort(query: SortParameters): SelectorQuery['sort'] {
  return readSort(query, selectorSortKeys, '-count_dead_clicks')
}

function readSort<Key>(
  { sort, sortBy, orderBy }: SortParameters,
  keys: Readonly<Record<string, Key>>,
  fallback: string,
): { key: Key; descending: boolean } {
  const given = [sort, sortBy, orderBy].find((one) => one !== undefined && one !== '') ?? fallback
  const descending = given.startsWith('-')
  const name = descending ? given.slice(1) : given
  const key = Object.hasOwn(keys, name) ? keys[name] : undefined
  if (key === undefined)
    throw new LapwingError('bad_request', { detail: `The field \`${name}\` is not a sortable field.` })
  return { key, descending }
}
