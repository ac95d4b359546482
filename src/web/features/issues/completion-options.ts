import { useQuery } from '@tanstack/react-query'
import { listTagKeys, listTagValues } from '../../api/tags.ts'
import type { CompletionSpot } from './completion.ts'
import { actorsQuery } from './queries.ts'

/** What a search box looks for. */
export type SearchSubject = 'issues' | 'events' | 'releases' | 'replays'

export interface Option {
  value: string
  note?: string
}

/** Keys of an issue's own state, with what they mean. */
const stateKeys: Option[] = [
  { value: 'is', note: 'state: unresolved, resolved, new …' },
  { value: 'assigned', note: 'me, #team, a person, none' },
  { value: 'issue.priority', note: 'high, medium, low' },
  { value: 'age', note: 'time since first seen' },
  { value: 'firstSeen', note: 'when it came up' },
  { value: 'lastSeen', note: 'when it was last seen' },
  { value: 'timesSeen', note: 'number of events' },
  { value: 'first-release', note: 'release that brought it' },
  { value: 'bookmarks', note: 'me' },
  { value: 'issue', note: 'short id' },
]

/** Keys of events that are no tags; tags follow from the data. */
const eventKeys: Option[] = [
  { value: 'level', note: 'fatal, error, warning …' },
  { value: 'release', note: 'a version, or latest' },
  { value: 'release.version', note: 'compared as versions: >1.2' },
  { value: 'release.stage', note: 'adopted, low_adoption, replaced' },
  { value: 'error.type', note: 'TypeError …' },
  { value: 'error.value', note: 'the message' },
  { value: 'error.handled', note: 'true, false' },
  { value: 'error.unhandled', note: 'true, false' },
  { value: 'stack.filename', note: 'a file in the stack' },
  { value: 'stack.function', note: 'a function in the stack' },
  { value: 'stack.module', note: 'a module in the stack' },
  { value: 'user.id', note: 'whom it hit' },
  { value: 'user.email', note: 'whom it hit' },
  { value: 'has', note: 'events that carry it' },
  { value: 'message', note: 'text of the event' },
]

const times: Option[] = [
  { value: '-1h', note: 'within the last hour' },
  { value: '-24h', note: 'within the last day' },
  { value: '-7d', note: 'within the last week' },
  { value: '-30d', note: 'within the last 30 days' },
  { value: '+7d', note: 'longer ago than a week' },
]
const yesNo: Option[] = [{ value: 'true' }, { value: 'false' }]

/** Values that are known beforehand. */
const fixedValues: Record<string, Option[]> = {
  is: [
    { value: 'unresolved' },
    { value: 'resolved' },
    { value: 'archived' },
    { value: 'for_review', note: 'new, regressed or escalating, not reviewed' },
    { value: 'new' },
    { value: 'ongoing' },
    { value: 'escalating' },
    { value: 'regressed' },
    { value: 'assigned' },
    { value: 'unassigned' },
    { value: 'archived_until_escalating' },
    { value: 'archived_until_condition_met' },
    { value: 'archived_forever' },
  ],
  level: [{ value: 'fatal' }, { value: 'error' }, { value: 'warning' }, { value: 'info' }, { value: 'debug' }],
  'issue.priority': [{ value: 'high' }, { value: 'medium' }, { value: 'low' }],
  'error.handled': yesNo,
  'error.unhandled': yesNo,
  age: times,
  firstSeen: times,
  lastSeen: times,
  'release.stage': [{ value: 'adopted' }, { value: 'low_adoption' }, { value: 'replaced' }],
  timesSeen: [{ value: '>10' }, { value: '>100' }, { value: '>1000' }],
  bookmarks: [{ value: 'me' }],
  seen_by_me: yesNo,
  duration: [{ value: '>10' }, { value: '>60' }, { value: '>600' }],
  count_errors: [{ value: '>0' }],
  count_dead_clicks: [{ value: '>0' }],
  count_rage_clicks: [{ value: '>0' }],
}

/** All that releases can be searched by. */
const releaseKeys: Option[] = [
  { value: 'release', note: 'the whole name' },
  { value: 'release.version', note: 'compared as versions: >1.2' },
  { value: 'release.package', note: 'what stands before the @' },
  { value: 'release.build', note: 'what stands behind the +' },
  { value: 'release.stage', note: 'adopted, low_adoption, replaced' },
]

/** What replays can be searched by beside tags. */
const replayKeys: Option[] = [
  { value: 'user.email', note: 'who it was' },
  { value: 'user.id', note: 'who it was' },
  { value: 'user.username', note: 'who it was' },
  { value: 'user.ip', note: 'who it was' },
  { value: 'url', note: 'a page that was visited; * stands for anything' },
  { value: 'duration', note: 'seconds: >60' },
  { value: 'activity', note: '0 to 10: >5' },
  { value: 'count_errors', note: 'how many errors: >0' },
  { value: 'count_dead_clicks', note: 'clicks without effect: >0' },
  { value: 'count_rage_clicks', note: 'clicks again and again: >0' },
  { value: 'count_multi_clicks', note: 'series of clicks on one element: >0' },
  { value: 'count_console_messages', note: 'lines of the console: >10' },
  { value: 'count_requests', note: 'what was loaded and asked for: >100' },
  { value: 'error_id', note: 'id of an event' },
  { value: 'trace', note: 'id of a trace' },
  { value: 'id', note: 'of the replay' },
  { value: 'segment_names', note: 'what was traced: routes, page loads' },
  { value: 'release', note: 'a version' },
  { value: 'browser.name', note: 'Chrome, Firefox …' },
  { value: 'os.name', note: 'Windows, Android …' },
  { value: 'device.name', note: 'of phones and tablets' },
  { value: 'click.selector', note: 'what was clicked, as a CSS selector' },
  { value: 'click.textContent', note: 'words of what was clicked' },
  { value: 'dead.selector', note: 'clicked without effect' },
  { value: 'rage.selector', note: 'clicked again and again' },
  { value: 'seen_by_me', note: 'true, false' },
  { value: 'has', note: 'replays that carry it' },
]

const people = new Set(['assigned', 'assigned_to', 'assigned_or_suggested', 'bookmarks', 'subscribed'])
const shownAtMost = 12
const tagsStale = 5 * 60_000
const tagsAwaited = 2000

/** What can stand at the spot, best first. */
export function useOptions(
  org: string,
  about: SearchSubject,
  project: readonly string[] | undefined,
  spot: CompletionSpot | null,
): Option[] {
  const key = spot?.key ?? null
  const typed = spot?.typed ?? ''
  const wantsKeys = spot !== null && (key === null || key === 'has') && about !== 'releases'
  const dataset = about === 'replays' ? 'replays' : 'events'
  const isPeople = key !== null && people.has(key)
  const isOfTags = key !== null && !isPeople && key !== 'has' && !Object.hasOwn(fixedValues, key)
  const { data: keys = [] } = useQuery({
    queryKey: ['tag-keys', dataset, org, project ?? []],
    queryFn: ({ signal }) => listTagKeys(org, { dataset, project }, signal),
    staleTime: tagsStale,
    // None yet: the first events may be on their way.
    refetchInterval: ({ state }) => (state.data?.length === 0 ? tagsAwaited : false),
    enabled: wantsKeys,
  })
  const { data: actors = [] } = useQuery({ ...actorsQuery(org), enabled: isPeople })
  const { data: values = [] } = useQuery({
    queryKey: ['tag-values', dataset, org, project ?? [], key, typed],
    queryFn: ({ signal }) => listTagValues(org, key ?? '', { dataset, project, query: typed }, signal),
    staleTime: tagsStale,
    enabled: isOfTags,
    placeholderData: (before) => before,
    retry: false,
  })
  if (spot === null) return []
  if (about === 'releases' && key === null) return rank(releaseKeys, typed)
  const tagKeys = keys.map((tag): Option => ({ value: tag.key, note: 'tag' }))
  const ownKeys = about === 'replays' ? replayKeys : about === 'issues' ? [...stateKeys, ...eventKeys] : eventKeys
  const known = new Set(ownKeys.map((option) => option.value))
  if (key === null) return rank([...ownKeys, ...tagKeys.filter((option) => !known.has(option.value))], typed)
  if (key === 'has') return rank(tagKeys, typed)
  if (isPeople) {
    const self: Option[] = [{ value: 'me' }, { value: 'none', note: 'nobody' }, { value: 'my_teams' }]
    const others = actors.map(
      (actor): Option =>
        actor.type === 'team' ? { value: `#${actor.handle}`, note: 'team' } : { value: actor.handle, note: actor.name },
    )
    return rank([...self, ...others], typed)
  }
  const fixed = fixedValues[key]
  if (fixed) return rank(fixed, typed)
  return values
    .flatMap(({ value, count }): Option[] => (value ? [{ value, note: count.toLocaleString() }] : []))
    .slice(0, shownAtMost)
}

/** Those that begin with what was typed, then those that hold it; an option that is typed already is none. */
export function rank(options: readonly Option[], typed: string): Option[] {
  const wanted = typed.toLowerCase()
  const place = ({ value, note }: Option) => {
    const name = value.toLowerCase()
    if (name.startsWith(wanted)) return 0
    if (name.includes(wanted)) return 1
    return note?.toLowerCase().includes(wanted) ? 2 : 3
  }
  return options
    .filter((option) => place(option) < 3 && option.value !== typed)
    .toSorted((a, b) => place(a) - place(b))
    .slice(0, shownAtMost)
}
