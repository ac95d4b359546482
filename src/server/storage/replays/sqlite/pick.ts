import { type ReplaySortKey, type ReplayText, replayTexts } from '../port.ts'
import { blockSize, readColumn, valueOf } from './block.ts'
import type { Block } from './columns.ts'
import { type Mask, placesOf } from './mask.ts'
import { type Range, valueAt } from './range.ts'

interface Sort<Key = ReplaySortKey> {
  key: Key
  descending: boolean
}

/** A place that may be on the page. */
interface Pick {
  place: number
  key: number
  startedAt: number
}

/** Places of the range in order, the first `most` of those in the mask. Looks at each once, and at little more than its key. */
export function pickPlaces(range: Range, mask: Mask, sort: Sort, most: number): number[] {
  const { columns } = range.view
  const readKeys = keyReader(range, mask, sort, most)
  const keys = new Float64Array(blockSize)
  const compare = (a: Pick, b: Pick): number =>
    a.key - b.key || b.startedAt - a.startedAt || compareIds(range, a.place, b.place)
  let kept: Pick[] = []
  // Of the last on a full page: what is behind it is of no interest.
  let [worstKey, worstStart] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const cut = (): void => {
    kept = kept.toSorted(compare).slice(0, most)
    const worst = kept[most - 1]
    if (worst) [worstKey, worstStart] = [worst.key, worst.startedAt]
  }
  const atOnce = most * 2 + 200
  for (const [index, block] of range.blocks.entries()) {
    const places = placesOf(mask, index)
    if (places.length === 0) continue
    readKeys(block, keys)
    const starts = columns.view('startedAt', block)
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? 0
      const key = keys[place] ?? 0
      if (key > worstKey) continue
      const startedAt = valueOf(starts, place)
      if (key === worstKey && startedAt < worstStart) continue
      kept.push({ place: index * blockSize + place, key, startedAt })
      if (kept.length >= atOnce) cut()
    }
  }
  cut()
  return kept.map(({ place }) => place)
}

/** Of what is alike but for its id. */
function compareIds(range: Range, a: number, b: number): number {
  return (
    valueAt(range, 'id', a) - valueAt(range, 'id', b) || valueAt(range, 'projectId', a) - valueAt(range, 'projectId', b)
  )
}

/** Reads what the places of a block are sorted by, upwards. */
function keyReader(range: Range, mask: Mask, sort: Sort, most: number): (block: Block, keys: Float64Array) => void {
  const { columns } = range.view
  const { key, descending } = sort
  const text = replayTexts.find((name) => name === key)
  if (text !== undefined) {
    const ranks = rankTerms(range, mask, { key: text, descending }, most)
    return (block, keys) => {
      readColumn(columns.view(key, block), keys)
      for (let place = 0; place < keys.length; place++) keys[place] = ranks[keys[place] ?? 0] ?? lastRank
    }
  }
  return (block, keys) => {
    readColumn(columns.view(key, block), keys)
    if (descending) for (let place = 0; place < keys.length; place++) keys[place] = -(keys[place] ?? 0)
  }
}

/** So many texts are rather read and sorted; of more the dictionary is walked until there is a page. */
const fewTerms = 5000
const walkAtOnce = 2000
/** Of those without a text, and of texts behind the page. */
const lastRank = 0xffff_ffff

/** By term: its place among the texts that the matching replays have, as far as the page needs it. */
function rankTerms(range: Range, mask: Mask, sort: Sort<ReplayText>, most: number): Uint32Array {
  const { terms } = range.view
  const counts = countTerms(range, mask, sort.key)
  const ranks = new Uint32Array(counts.length).fill(lastRank)
  const used: number[] = []
  for (let term = 1; term < counts.length && used.length <= fewTerms; term++) if (counts[term] !== 0) used.push(term)
  if (used.length <= fewTerms) {
    const texts = used.map((term) => ({ term, bytes: Buffer.from(terms.text(term)) }))
    const sorted = texts.toSorted((a, b) => (sort.descending ? -1 : 1) * Buffer.compare(a.bytes, b.bytes))
    for (const [rank, { term }] of sorted.entries()) ranks[term] = rank
    return ranks
  }
  let [found, rank] = [0, 0]
  for (let after: string | null = null; found < most; ) {
    const walked = terms.walk(sort.key, sort.descending, after, walkAtOnce)
    for (const { id } of walked) {
      if (id >= counts.length || counts[id] === 0) continue
      ranks[id] = rank++
      found += counts[id] ?? 0
    }
    const last = walked.at(-1)
    if (last === undefined) break
    after = last.text
  }
  return ranks
}

/** How many of the matching replays have each term. */
function countTerms({ view, blocks }: Range, mask: Mask, key: ReplayText): Uint32Array {
  const values = new Float64Array(blockSize)
  let counts = new Uint32Array(1024)
  for (const [index, block] of blocks.entries()) {
    readColumn(view.columns.view(key, block), values)
    const places = placesOf(mask, index)
    for (let at = 0; at < places.length; at++) {
      const term = values[places[at] ?? 0] ?? 0
      if (term >= counts.length) counts = grow(counts, term)
      counts[term] = (counts[term] ?? 0) + 1
    }
  }
  counts[0] = 0
  return counts
}

function grow(counts: Uint32Array<ArrayBuffer>, term: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(term * 2)
  grown.set(counts)
  return grown
}
