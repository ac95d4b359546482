import type { Comparison, Condition } from '../../condition.ts'
import { integer } from '../../sqlite/rows.ts'
import { compileClick, readElement } from '../element.ts'
import {
  type ReplayClickPart,
  type ReplayCondition,
  type ReplayIdList,
  type ReplayText,
  type ReplayTextList,
  replayTextLists,
  replayTexts,
} from '../port.ts'
import { archived, type ColumnName, idPrefix } from './columns.ts'
import { eventsOf, tracesOf } from './facts.ts'
import { emptyMask, intersect, invert, type Mask, setBit, unite } from './mask.ts'
import { groupOf } from './lists.ts'
import { markIds, maskIn, maskValues, placeOf, type Range } from './range.ts'
import { anyText, plainPart } from './terms.ts'
import { hexBytes, readRow } from './view.ts'

/** The replays of the range that meet the condition; bits of numbers without a replay mean nothing. */
export function maskCondition(range: Range, where: Condition<ReplayCondition>): Mask {
  if (where.kind === 'not') {
    const mask = maskCondition(range, where.of)
    invert(mask)
    return mask
  }
  if (where.kind !== 'and' && where.kind !== 'or') return maskLeaf(range, where)
  const mask = emptyMask(range.blocks.length)
  if (where.kind === 'and') invert(mask)
  const join = where.kind === 'and' ? intersect : unite
  for (const part of where.of) join(mask, maskCondition(range, part))
  return mask
}

function maskLeaf(range: Range, leaf: ReplayCondition): Mask {
  const { view } = range
  switch (leaf.kind) {
    case 'replays': {
      const bytes = leaf.replayIds.map(hexBytes)
      const rows = bytes.flatMap((id) => view.database.all('SELECT no FROM replays WHERE replay_id = ?', id))
      return maskNos(
        range,
        rows.map((row) => integer(row, 'no')),
      )
    }
    case 'projects':
      return maskIn(range, 'projectId', leaf.projectIds)
    case 'number':
      return maskValues(range, leaf.field, ...boundsOf(leaf.comparison, leaf.value))
    case 'time':
      return maskValues(range, leaf.field, ...boundsOf(leaf.comparison, leaf.value))
    case 'text': {
      const terms = view.terms.match(leaf.field, leaf.match)
      return isText(leaf.field) ? maskIn(range, leaf.field, terms) : maskTerms(range, leaf.field, terms)
    }
    case 'has':
      return maskHas(range, leaf.field)
    case 'tag':
      return maskTerms(range, `tag:${leaf.key}`, view.terms.match(`tag:${leaf.key}`, leaf.match))
    case 'hasTag':
      return maskAny(range, `tag:${leaf.key}`)
    case 'ids':
      return maskIds(range, leaf.field, leaf.ids)
    case 'click':
      return maskClicks(range, leaf)
    case 'viewedBy': {
      const rows = leaf.userIds.flatMap((id) => view.database.all('SELECT no FROM views WHERE user_id = ?', id))
      return maskNos(
        range,
        rows.map((row) => integer(row, 'no')),
      )
    }
    case 'archived':
      return maskIn(range, 'flag', [archived])
  }
}

/** The whole numbers that compare so with this one, both included. */
function boundsOf(comparison: Comparison, value: number): [least: number, most: number] {
  switch (comparison) {
    case '=':
      return [value, value]
    case '>':
      return [Math.floor(value) + 1, Number.POSITIVE_INFINITY]
    case '>=':
      return [value, Number.POSITIVE_INFINITY]
    case '<':
      return [Number.NEGATIVE_INFINITY, Math.ceil(value) - 1]
    case '<=':
      return [Number.NEGATIVE_INFINITY, value]
  }
}

export function isText(field: string): field is ReplayText {
  return replayTexts.some((name) => name === field)
}

function isTextList(field: string): field is ReplayTextList {
  return replayTextLists.some((name) => name === field)
}

function maskHas(range: Range, field: Extract<ReplayCondition, { kind: 'has' }>['field']): Mask {
  if (isTextList(field)) return maskAny(range, field)
  const column = isText(field) ? field : idCounts[field]
  return maskValues(range, column, 1, Number.POSITIVE_INFINITY)
}

const idCounts = {
  errorIds: 'countErrors',
  warningIds: 'countWarnings',
  infoIds: 'countInfos',
  traceIds: 'countTraces',
} as const satisfies Record<ReplayIdList, ColumnName>

/** Those that have any text in a field. */
function maskAny(range: Range, field: string): Mask {
  const term = range.view.terms.find(field, anyText)
  return maskTerms(range, field, term === null ? [] : [term])
}

/** Postings of so many terms are read one by one; to look for more, all lists are looked through. */
const fewTerms = 500

function maskTerms(range: Range, field: string, terms: number[]): Mask {
  const { posts, lists } = range.view
  const mask = emptyMask(range.blocks.length)
  const group = groupOf(field)
  if (group === null || terms.length <= fewTerms) {
    for (const term of terms) posts.read(term, range.indexes, mask)
    return mask
  }
  const marked = markIds(terms)
  for (const [index, block] of range.blocks.entries()) lists.mask(group, block, marked, mask, index)
  return mask
}

function maskNos(range: Range, nos: number[]): Mask {
  const mask = emptyMask(range.blocks.length)
  for (const no of nos) {
    const place = placeOf(range, no)
    if (place !== null) setBit(mask, place)
  }
  return mask
}

/** Half of an id finds the replays that may have it, their state says which do. */
function maskIds(range: Range, field: ReplayIdList, ids: string[]): Mask {
  const { database } = range.view
  const [wanted, nos] = [new Set(ids), new Set<number>()]
  for (const id of wanted) {
    for (const row of database.all('SELECT no FROM ids WHERE prefix = ?', idPrefix(id))) nos.add(integer(row, 'no'))
  }
  const isIn = (no: number): boolean => {
    const { state } = readRow(database, no)
    const own = field === 'traceIds' ? tracesOf(state) : eventsOf(state)[field]
    return own.some((id) => wanted.has(id))
  }
  return maskNos(range, [...nos].filter(isIn))
}

const clickFields = { all: 'click', dead: 'dead', rage: 'rage' } as const

function maskClicks(range: Range, { clicks, parts }: Extract<ReplayCondition, { kind: 'click' }>): Mask {
  const field = clickFields[clicks]
  if (parts.length === 0) return maskAny(range, field)
  const test = compileClick(parts)
  const terms = range.view.terms.filter(field, plainParts(parts), (written) => test(readElement(written)))
  return maskTerms(range, field, terms)
}

/** Written elements hold each text as JSON, which changes quotes and backslashes: SQLite passes over most of them for us. */
function plainParts(parts: ReplayClickPart[]): { exact: string[]; folded: string[] } {
  const [exact, folded]: [string[], string[]] = [[], []]
  for (const { match } of parts) {
    if (match.kind === 'equals') exact.push(JSON.stringify(match.value))
    const pieces = match.kind === 'pattern' ? match.pieces : match.kind === 'contains' ? [match.value] : []
    folded.push(...plainPart(pieces.flatMap((piece) => piece.split(/["\\]/))))
  }
  return { exact, folded }
}
