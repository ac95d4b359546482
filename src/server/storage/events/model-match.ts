import { compares } from '../comparison.ts'
import type { Comparison, Condition, EventCondition, EventTextField, TextMatch } from '../condition.ts'
import type { EventRow } from './port.ts'

/** Whether an event meets a condition, as the port says it: nothing clever. */
export function matches(row: EventRow, condition: Condition<EventCondition>): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((part) => matches(row, part))
    case 'or':
      return condition.of.some((part) => matches(row, part))
    case 'not':
      return !matches(row, condition.of)
    case 'issues':
      return condition.issueIds.includes(row.issueId)
    case 'projects':
      return condition.projectIds.includes(row.projectId)
    case 'text':
      return isId(condition.field)
        ? fits(fieldOf(row, condition.field)?.toLowerCase(), inLowerCase(condition.match))
        : fits(fieldOf(row, condition.field), condition.match)
    case 'has':
      return fieldOf(row, condition.field) !== null
    case 'tag':
      return fits(tagOf(row, condition.key), condition.match)
    case 'hasTag':
      return tagOf(row, condition.key) !== undefined
    case 'tagNumber':
      return comparesText(tagOf(row, condition.key), condition.comparison, condition.value)
    case 'attribute':
      return attributeOf(row, condition.key).some((value) => fits(value, condition.match))
    case 'hasAttribute':
      return attributeOf(row, condition.key).length > 0
    case 'attributeNumber':
      return attributeOf(row, condition.key).some((value) => comparesText(value, condition.comparison, condition.value))
    case 'user':
      return fits(row.userKey ?? undefined, condition.match)
    case 'handled':
      return row.handled === condition.handled
    case 'mentions':
      return [row.message, row.title, row.culprit, row.transaction].some((text) => fits(text, condition.match))
    case 'time':
      return compares(Math.round(row[condition.field]), condition.comparison, condition.value)
  }
}

const isId = (field: EventTextField) => field === 'eventId' || field === 'traceId' || field === 'replayId'

function inLowerCase(match: TextMatch): TextMatch {
  if (match.kind === 'equals') return { kind: 'equals', value: match.value.toLowerCase() }
  if (match.kind === 'in') return { kind: 'in', values: match.values.map((value) => value.toLowerCase()) }
  return match
}

function fieldOf(row: EventRow, field: EventTextField): string | null {
  return row[field]
}

function tagOf(row: EventRow, key: string): string | undefined {
  return row.tags.find(([tag]) => tag === key)?.[1]
}

function attributeOf(row: EventRow, key: string): string[] {
  const single = row.attributes.filter(([one]) => one === key).map(([, value]) => value)
  const stack: Record<string, string[]> = row.stack === '' ? {} : JSON.parse(row.stack)
  const error = key === 'error.value' && row.errorValue !== null ? [row.errorValue] : []
  return [...single, ...(Object.hasOwn(stack, key) ? (stack[key] ?? []) : []), ...error]
}

function fits(text: string | null | undefined, match: TextMatch): boolean {
  if (text === null || text === undefined) return false
  const formed = text.toWellFormed()
  switch (match.kind) {
    case 'equals':
      return formed === match.value.toWellFormed()
    case 'in':
      return match.values.some((value) => value.toWellFormed() === formed)
    case 'contains':
      return fold(formed).includes(fold(match.value.toWellFormed()))
    case 'pattern':
      return fitsPattern(
        fold(formed),
        match.pieces.map((piece) => fold(piece.toWellFormed())),
      )
  }
}

/** Leftmost first is enough: what comes later has then the most room. */
function fitsPattern(text: string, pieces: string[]): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/** Code point by code point: `toLowerCase` looks around a Σ, and makes two characters of İ. */
function fold(text: string): string {
  return Array.from(text, (character) => (character === 'İ' ? 'i' : character.toLowerCase())).join('')
}

function comparesText(text: string | undefined, comparison: Comparison, value: number): boolean {
  return text !== undefined && /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/.test(text) && compares(Number(text), comparison, value)
}
