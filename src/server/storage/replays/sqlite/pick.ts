import { type ReplaySortKey, replayTexts, type ReplayText } from '../port.ts'
import type { Range } from './filter.ts'
import { forEachBit, type Mask } from './mask.ts'

/** Places of the range in order, the first `most` of those in the mask. */
export function pickPlaces(
  range: Range,
  mask: Mask,
  sort: { key: ReplaySortKey; descending: boolean },
  most: number,
): number[] {
  const keys = sortKeys(range, mask, sort, most)
  const startedAt = range.wideColumn('startedAt')
  const compare = (a: number, b: number): number =>
    keys(a) - keys(b) || (startedAt[b] ?? 0) - (startedAt[a] ?? 0) || compareIds(range, a, b)
  let kept: number[] = []
  let worst: number | null = null
  let worstKey = Number.POSITIVE_INFINITY
  const cut = (): void => {
    kept = kept.toSorted(compare).slice(0, most)
    worst = kept.length < most ? null : (kept.at(-1) ?? null)
    if (worst !== null) worstKey = keys(worst)
  }
  const atOnce = most * 2 + 200
  forEachBit(mask, (place) => {
    if (keys(place) > worstKey || (worst !== null && compare(place, worst) > 0)) return
    kept.push(place)
    if (kept.length >= atOnce) cut()
  })
  cut()
  return kept
}

/** Of what is alike but for its id: columns that are read only then. */
function compareIds(range: Range, a: number, b: number): number {
  const [ids, projects] = [range.wideColumn('id'), range.column('projectId')]
  return (ids[a] ?? 0) - (ids[b] ?? 0) || (projects[a] ?? 0) - (projects[b] ?? 0)
}

/** What the places are sorted by, upwards. */
function sortKeys(
  range: Range,
  mask: Mask,
  { key, descending }: { key: ReplaySortKey; descending: boolean },
  most: number,
): (place: number) => number {
  if (isText(key)) return textKeys(range, mask, { key, descending }, most)
  const values = key === 'startedAt' || key === 'finishedAt' ? range.wideColumn(key) : range.column(key)
  return descending ? (place) => -(values[place] ?? 0) : (place) => values[place] ?? 0
}

function isText(key: ReplaySortKey): key is ReplayText {
  return replayTexts.some((name) => name === key)
}

/** So many texts are rather read and sorted; of more the dictionary is walked until there is a page. */
const fewTerms = 5000
const walkAtOnce = 2000

function textKeys(
  range: Range,
  mask: Mask,
  { key, descending }: { key: ReplayText; descending: boolean },
  most: number,
): (place: number) => number {
  const values = range.column(key)
  let highest = 0
  forEachBit(mask, (place) => {
    highest = Math.max(highest, values[place] ?? 0)
  })
  /** By term: how many of them have it, then its rank. */
  const counts = new Uint32Array(highest + 1)
  forEachBit(mask, (place) => {
    const term = values[place] ?? 0
    counts[term] = (counts[term] ?? 0) + 1
  })
  counts[0] = 0
  const ranks = rankTerms(range, counts, { key, descending }, most)
  return (place) => ranks[values[place] ?? 0] ?? lastRank
}

/** Of those without a text, and of texts behind the page. */
const lastRank = 0xffff_ffff

function rankTerms(
  { view }: Range,
  counts: Uint32Array,
  { key, descending }: { key: ReplayText; descending: boolean },
  most: number,
): Uint32Array {
  const { terms } = view
  const ranks = new Uint32Array(counts.length).fill(lastRank)
  const used: number[] = []
  for (let term = 1; term < counts.length && used.length <= fewTerms; term++) if (counts[term] !== 0) used.push(term)
  if (used.length <= fewTerms) {
    const texts = used.map((term) => ({ term, bytes: Buffer.from(terms.text(term)) }))
    const sorted = texts.toSorted((a, b) => (descending ? -1 : 1) * Buffer.compare(a.bytes, b.bytes))
    for (const [rank, { term }] of sorted.entries()) ranks[term] = rank
    return ranks
  }
  let [found, rank] = [0, 0]
  for (let after: string | null = null; found < most; ) {
    const walked = terms.walk(key, descending, after, walkAtOnce)
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
