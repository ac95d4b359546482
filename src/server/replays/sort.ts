import { LapwingError } from '../errors.ts'
import type { ReplayQuery, ReplaySortKey, SelectorQuery } from '../storage/replays/port.ts'

/** Sentry's names, and those of an older description for the members that it spells otherwise. */
const sortKeys: Readonly<Record<string, ReplaySortKey>> = {
  activity: 'activity',
  browser: 'browserName',
  'browser.name': 'browserName',
  'browser.version': 'browserVersion',
  count_clicks: 'countClicks',
  count_console_messages: 'countConsoleMessages',
  count_dead_clicks: 'countDeadClicks',
  count_errors: 'countErrors',
  countErrors: 'countErrors',
  count_hydration_errors: 'countHydrationErrors',
  count_infos: 'countInfos',
  count_inputs: 'countInputs',
  count_multi_clicks: 'countMultiClicks',
  count_mutations: 'countMutations',
  count_rage_clicks: 'countRageClicks',
  count_requests: 'countRequests',
  count_segments: 'countSegments',
  countSegments: 'countSegments',
  count_taps: 'countTaps',
  count_urls: 'countUrls',
  countUrls: 'countUrls',
  count_warnings: 'countWarnings',
  count_web_vitals: 'countWebVitals',
  device: 'deviceName',
  'device.brand': 'deviceBrand',
  'device.family': 'deviceFamily',
  'device.model': 'deviceModel',
  'device.name': 'deviceName',
  dist: 'dist',
  duration: 'duration',
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
