import type {
  SessionFigures,
  SessionGroup,
  SessionGroupKey,
  SessionQuery,
  SessionStore,
} from '../storage/sessions/port.ts'
import { type FieldSource, hasAny, noFigures, type SessionField } from './fields.ts'
import { type GroupOrder, sourcesOf } from './parameters.ts'

/** Sessions that are counted together, with what of them is wanted: figures over the whole time, by interval, or both. */
export interface Group {
  key: SessionGroupKey
  totals: SessionFigures | null
  series: SessionFigures[] | null
}

/** What to group and what to tell of the groups. */
export interface Grouping {
  query: Omit<SessionQuery, 'wants'>
  interval: number
  fields: SessionField[]
  includeTotals: boolean
  includeSeries: boolean
}

export type GroupStore = Pick<SessionStore, 'summarize' | 'countSeries'>

type FieldOrder = Extract<GroupOrder, { kind: 'field' }>

/**
 * A part of the groups, in order. The order is found from all groups with as little as it takes; only those of the part are asked for users,
 * durations and intervals, which cost the most.
 */
export async function findGroups(
  grouping: Grouping,
  order: FieldOrder,
  part: { offset: number; size: number },
  sessions: GroupStore,
): Promise<{ groups: Group[]; hasMore: boolean }> {
  const { offset, size } = part
  if (grouping.query.groupBy.length === 0) {
    const keys = [everyone].slice(offset, offset + size)
    return { groups: await fillGroups(grouping, keys, null, sessions), hasMore: false }
  }
  const found = await listGroups(grouping, [order.field.source], sessions)
  const sorted = sortGroups(found.groups, order)
  const page = sorted.slice(offset, offset + size)
  const keys = page.map(({ key }) => key)
  const isAll = page.length === sorted.length
  const ofPage = { ...grouping, query: { ...grouping.query, groups: isAll ? null : keys } }
  const groups = await fillGroups(ofPage, keys, found, sessions)
  return { groups, hasMore: sorted.length > offset + size }
}

/** The key of the one group that there is where nothing is grouped. */
const everyone: SessionGroupKey = { projectId: null, release: null, environment: null }

/** Groups with as many figures as it took to find them. */
export interface FoundGroups {
  groups: SessionGroup[]
  wants: SessionQuery['wants']
}

/** Those that have anything of what the fields are made of, with the figures for that and for these sources; in no order. */
export async function listGroups(
  { query, fields }: Pick<Grouping, 'query' | 'fields'>,
  sources: FieldSource[],
  sessions: GroupStore,
): Promise<FoundGroups> {
  const made = sourcesOf(fields)
  const wants = wantsOf([...made, ...sources])
  const groups = await sessions.summarize({ ...query, wants })
  return { groups: groups.filter(({ figures }) => made.some((source) => hasAny(source, figures))), wants }
}

function wantsOf(sources: FieldSource[]): SessionQuery['wants'] {
  return { users: sources.includes('users'), durations: sources.includes('durations') }
}

/** What is wanted of these groups, in their order; zeros for what there is nothing of. What was found already is not asked for again. */
export async function fillGroups(
  { query, interval, fields, includeTotals, includeSeries }: Grouping,
  keys: SessionGroupKey[],
  found: FoundGroups | null,
  sessions: GroupStore,
): Promise<Group[]> {
  if (keys.length === 0) return []
  const wants = wantsOf(fields.map(({ source }) => source))
  const asked = { ...query, wants }
  const isKnown = found && (found.wants.users || !wants.users) && (found.wants.durations || !wants.durations)
  const [totals, series] = await Promise.all([
    isKnown ? found.groups : includeTotals ? sessions.summarize(asked) : [],
    includeSeries ? sessions.countSeries({ ...asked, interval }) : [],
  ])
  const totalsOf = new Map(totals.map(({ key, figures }) => [nameOf(key), figures]))
  const seriesOf = new Map(series.map(({ key, points }) => [nameOf(key), points]))
  const noPoints = Array.from({ length: Math.round((query.end - query.start) / interval) }, () => noFigures)
  return keys.map((key) => ({
    key,
    totals: includeTotals ? (totalsOf.get(nameOf(key)) ?? noFigures) : null,
    series: includeSeries ? (seriesOf.get(nameOf(key)) ?? noPoints) : null,
  }))
}

function nameOf({ projectId, release, environment }: SessionGroupKey): string {
  return JSON.stringify([projectId, release, environment])
}

function sortGroups(groups: SessionGroup[], { field, statuses, isDescending }: FieldOrder): SessionGroup[] {
  return groups
    .map((group) => ({ group, value: field.valueOf(group.figures, statuses) }))
    .toSorted((a, b) => compareValues(a.value, b.value, isDescending) || compareKeys(a.group.key, b.group.key))
    .map(({ group }) => group)
}

/** What has no value comes last, whatever the direction. */
function compareValues(a: number | null, b: number | null, isDescending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return isDescending ? b - a : a - b
}

/** An order of groups that nothing else tells apart, the same in every answer. */
export function compareKeys(a: SessionGroupKey, b: SessionGroupKey): number {
  return (
    (a.projectId ?? 0) - (b.projectId ?? 0) ||
    compareTexts(a.release ?? '', b.release ?? '') ||
    compareTexts(a.environment ?? '', b.environment ?? '')
  )
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
