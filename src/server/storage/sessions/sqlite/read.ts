import type { SessionGroup, SessionQuery, SessionSeries } from '../port.ts'
import type { Database } from '../../sqlite/database.ts'
import { blob, integer } from '../../sqlite/rows.ts'
import { type CoveredGroup, coverPlaces, hourOf } from './cover.ts'
import { coverBuckets, coverTime, fineSpan, type Grid, type Segment } from './grid.ts'
import { readParcel } from './parcel.ts'
import type { Place } from './places.ts'
import {
  addCells,
  addParcel,
  addParcels,
  createTally,
  needsUnion,
  readCells,
  readFineCells,
  readSum,
  type Tally,
  toFigures,
} from './tally.ts'

/** What the reading methods share. */
export interface Reading {
  database: Database
  places: () => Iterable<Place>
  grid: () => Grid
  /** From when on an organisation's own cells hold everything; seconds. */
  wholeSince: (organizationId: number) => number
}

/** See `SessionStore.summarize`. */
export function summarize(reading: Reading, query: SessionQuery): SessionGroup[] {
  const segments = coverTime(query.start / 1000, query.end / 1000, reading.grid())
  return tallyGroups(reading, query, segments, () => 0, true).flatMap(({ key, tallies }) => {
    const tally = tallies.get(0)
    return tally ? [{ key, figures: toFigures(tally, query.wants) }] : []
  })
}

/** See `SessionStore.countSeries`. */
export function countSeries(reading: Reading, query: SessionQuery & { interval: number }): SessionSeries[] {
  const [from, to, interval] = [query.start / 1000, query.end / 1000, query.interval / 1000]
  const segments = coverBuckets(from, to, interval, reading.grid())
  const bucketOf = (start: number): number => Math.floor((start - from) / interval)
  const empty = toFigures(createTally(), query.wants)
  return tallyGroups(reading, query, segments, bucketOf, false).map(({ key, tallies }) => ({
    key,
    points: Array.from({ length: Math.ceil((to - from) / interval) }, (_, bucket) => {
      const tally = tallies.get(bucket)
      return tally ? toFigures(tally, query.wants) : empty
    }),
  }))
}

interface TalliedGroup {
  key: CoveredGroup['key']
  tallies: Map<number, Tally>
}

/** The groups that have any cell in the segments, each with its tallies by bucket. `isSummed`: a segment falls into one bucket as a whole. */
function tallyGroups(
  reading: Reading,
  query: SessionQuery,
  segments: Segment[],
  bucketOf: (start: number) => number,
  isSummed: boolean,
): TalliedGroup[] {
  const { database } = reading
  const groups = coverPlaces(query, reading.places(), reading.wholeSince(query.organizationId))
  const talliesOf = new Map(groups.map((group) => [group, new Map<number, Tally>()]))
  const tallyAt = (group: CoveredGroup, start: number): Tally => {
    const tallies = talliesOf.get(group) ?? new Map<number, Tally>()
    const tally = tallies.get(bucketOf(start)) ?? createTally()
    tallies.set(bucketOf(start), tally)
    return tally
  }
  const wide = segments.filter(({ span }) => span !== fineSpan)
  // All numbers first: they say whose users have to be added up.
  for (const [group, owner, segment] of product(groups, wide)) {
    const rows = isSummed ? [readSum(database, owner, segment)] : readCells(database, owner, segment)
    for (const row of rows) if (row) addCells(tallyAt(group, isSummed ? segment.from : integer(row, 'start')), row)
  }
  const groupOf = new Map(groups.flatMap((group) => group.places.map((place) => [place.id, group])))
  const fine = segments.filter(({ span }) => span === fineSpan).flatMap((segment) => readFineCells(database, segment))
  for (const row of fine) {
    const group = groupOf.get(integer(row, 'place_id'))
    if (group) addCells(tallyAt(group, integer(row, 'start')), row)
  }
  const { wants } = query
  const isAsked = (tally: Tally): boolean => wants.durations || (wants.users && needsUnion(tally))
  for (const [group, owner, segment] of product(groups, wide)) {
    const tallies = talliesOf.get(group)
    if (!tallies || ![...tallies.values()].some(isAsked)) continue
    addParcels(database, owner, segment, wants, (start) => tallies.get(bucketOf(start)))
  }
  for (const row of fine) {
    const group = groupOf.get(integer(row, 'place_id'))
    if (!group || row.parcel === null) continue
    const tally = talliesOf.get(group)?.get(bucketOf(integer(row, 'start')))
    if (tally && isAsked(tally)) addParcel(tally, readParcel(blob(row, 'parcel')), wants)
  }
  return groups.flatMap((group) => {
    const tallies = talliesOf.get(group)
    return tallies && tallies.size > 0 ? [{ key: group.key, tallies }] : []
  })
}

/** Each group's cells where it has any: most releases live for a part of the time only. */
function* product(
  groups: CoveredGroup[],
  segments: Segment[],
): Generator<[CoveredGroup, CoveredGroup['owners'][number], Segment]> {
  for (const group of groups) {
    const lived = segments.filter(({ from, to }) => hourOf(group.first) < to && group.last >= from)
    for (const owner of group.owners) for (const segment of lived) yield [group, owner, segment]
  }
}
