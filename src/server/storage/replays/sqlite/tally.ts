import type { ReplayScope, ReplayText, ReplayValue, ReplayValueField } from '../port.ts'
import { blockSize, valueOf } from './block.ts'
import { live } from './columns.ts'
import { isText } from './filter.ts'
import { groupOf, type ListGroup } from './lists.ts'
import { emptyMask, intersect, type Mask, placesOf } from './mask.ts'
import type { Range } from './range.ts'
import { maskScope, openScope } from './search.ts'
import { plainPart } from './terms.ts'
import type { View } from './view.ts'
import { compileTextMatch } from '../../text-match.ts'

/** See `ReplayStore.listTagKeys`: one pass over the tags of the replays in scope. */
export function listTagKeys(view: View, scope: ReplayScope): { key: string; replays: number; values: number }[] {
  const fields = view.terms.listFields(tagPrefix)
  /** By term: which key it is of, from 1 on. */
  const keyOf = new Uint32Array(highest(fields.flatMap(({ ids }) => highest(ids))) + 1)
  for (const [index, { ids }] of fields.entries()) for (const id of ids) keyOf[id] = index + 1
  const isSeen = new Uint8Array(keyOf.length)
  const counted = fields.map(({ name }) => ({ key: name.slice(tagPrefix.length), replays: 0, values: 0, last: -1 }))
  const range = openScope(view, scope)
  visitTerms(range, maskScope(range, scope, [live]), 'tag', (place, term) => {
    const own = counted[(keyOf[term] ?? 0) - 1]
    if (own === undefined) return
    if (own.last !== place) own.replays++
    own.last = place
    if (isSeen[term] === 0) own.values++
    isSeen[term] = 1
  })
  return counted
    .filter(({ replays }) => replays > 0)
    .map(({ key, replays, values }) => ({ key, replays, values }))
    .toSorted((a, b) => b.replays - a.replays || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
}

const tagPrefix = 'tag:'

/** See `ReplayStore.listValues`. */
export function listValues(
  view: View,
  query: ReplayScope & { of: ReplayValueField; contains: string | null; limit: number },
): ReplayValue[] {
  const { of, contains, limit } = query
  const field = of.kind === 'tag' ? `${tagPrefix}${of.key}` : of.field
  const terms =
    contains === null
      ? view.terms.filter(field, { exact: [], folded: [] }, () => true)
      : view.terms.filter(
          field,
          { exact: [], folded: plainPart([contains]) },
          compileTextMatch({ kind: 'contains', value: contains }),
        )
  const range = openScope(view, query)
  const mask = maskScope(range, query, [live])
  const tally = openTally(range, terms)
  const group = groupOf(field)
  if (of.kind === 'text' && isText(of.field)) tallyColumn(range, mask, of.field, tally)
  else if (group === null) tallyPosts(range, mask, terms, tally)
  else visitTerms(range, mask, group, tally.add)
  return (
    terms
      .filter((term) => tally.countOf(term) > 0)
      // They are in the order of their texts, and stay so where as many have them.
      .toSorted((a, b) => tally.countOf(b) - tally.countOf(a))
      .slice(0, limit)
      .map((term) => ({ value: view.terms.text(term), count: tally.countOf(term), ...tally.timesOf(term) }))
  )
}

interface Tally {
  add: (place: number, term: number) => void
  countOf(term: number): number
  timesOf(term: number): { firstSeen: number; lastSeen: number }
}

/** Counts replays by these terms; others are passed over. */
function openTally({ view, blocks }: Range, terms: number[]): Tally {
  const size = highest(terms) + 1
  const isWanted = new Uint8Array(size)
  for (const term of terms) isWanted[term] = 1
  const counts = new Uint32Array(size)
  const [first, last] = [new Float64Array(size).fill(Number.POSITIVE_INFINITY), new Float64Array(size)]
  let at = -1
  let times = timesOfBlock(0)

  function timesOfBlock(index: number) {
    const block = blocks[index]
    return block && { started: view.columns.view('startedAt', block), finished: view.columns.view('finishedAt', block) }
  }

  return {
    add(place, term) {
      if (isWanted[term] !== 1) return
      const index = Math.floor(place / blockSize)
      if (index !== at) [at, times] = [index, timesOfBlock(index)]
      if (times === undefined) return
      counts[term] = (counts[term] ?? 0) + 1
      first[term] = Math.min(first[term] ?? 0, valueOf(times.started, place % blockSize))
      last[term] = Math.max(last[term] ?? 0, valueOf(times.finished, place % blockSize))
    },
    countOf: (term) => counts[term] ?? 0,
    timesOf: (term) => ({ firstSeen: first[term] ?? 0, lastSeen: last[term] ?? 0 }),
  }
}

function visitTerms(range: Range, mask: Mask, group: ListGroup, see: (place: number, term: number) => void): void {
  const { lists } = range.view
  for (const [index, block] of range.blocks.entries()) lists.visit(group, block, mask, index, see)
}

function tallyColumn({ view, blocks }: Range, mask: Mask, name: ReplayText, tally: Tally): void {
  for (const [index, block] of blocks.entries()) {
    const column = view.columns.view(name, block)
    for (const place of placesOf(mask, index)) tally.add(index * blockSize + place, valueOf(column, place))
  }
}

/** Of fields that have few terms. */
function tallyPosts({ view, blocks, indexes }: Range, mask: Mask, terms: number[], tally: Tally): void {
  for (const term of terms) {
    const own = emptyMask(blocks.length)
    view.posts.read(term, indexes, own)
    intersect(own, mask)
    for (const index of blocks.keys()) {
      for (const place of placesOf(own, index)) tally.add(index * blockSize + place, term)
    }
  }
}

function highest(ids: number[]): number {
  return ids.reduce((a, b) => Math.max(a, b), 0)
}
