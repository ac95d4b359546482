import { type Level, levels } from '../../protocol/event.ts'
import { LapwingError } from '../errors.ts'
import type { IssueStatus } from '../storage/meta/port.ts'

/** The part of the search language that the issue list understands, as conditions that must all hold. Null = any. */
export interface IssueConditions {
  statuses: IssueStatus[] | null
  levels: Level[] | null
  /** Texts that title, culprit or message contain. */
  text: string[]
}

const statusOf: Record<string, IssueStatus> = {
  unresolved: 'unresolved',
  resolved: 'resolved',
  ignored: 'ignored',
  archived: 'ignored',
}

/** Words and quoted texts; `\"` inside quotes is a quote. Linear: no part can match in two ways. */
const termForm = /([^\s":]+):(?:"((?:[^"\\]|\\.)*)"|(\S*))|"((?:[^"\\]|\\.)*)"|(\S+)/g

/**
 * Reads `is:`, `level:`, words (neighbours make one text) and quoted texts. Whatever else the search language has is an `invalid_query` that names
 * the term, never silently left out.
 */
export function readIssueQuery(query: string): IssueConditions {
  const conditions: IssueConditions = { statuses: null, levels: null, text: [] }
  let words: string[] = []
  const endText = () => {
    if (words.length > 0) conditions.text.push(words.join(' '))
    words = []
  }
  for (const [term, key, quotedValue, bareValue, quoted, word] of query.matchAll(termForm)) {
    // `TypeError: x is undefined`, pasted from a title, is text: nothing stands right behind the colon.
    const isText = word !== undefined ? !isOperator(word) : bareValue === '' && key !== 'is' && key !== 'level'
    if (isText) {
      words.push(term)
      continue
    }
    endText()
    if (quoted !== undefined) {
      if (quoted !== '') conditions.text.push(unescape(quoted))
    } else if (key === 'is') {
      conditions.statuses = intersect(conditions.statuses, readStatus(quotedValue ?? bareValue ?? ''))
    } else if (key === 'level') {
      conditions.levels = intersect(conditions.levels, readLevel(quotedValue ?? bareValue ?? ''))
    } else {
      throw unsupported(term)
    }
  }
  endText()
  return conditions
}

function isOperator(word: string): boolean {
  return /^(?:and|or)$/i.test(word) || /^[!(]/.test(word) || word.endsWith(')') || word.includes('*')
}

function readStatus(value: string): IssueStatus {
  const status = statusOf[value]
  if (!status) throw unsupported(`is:${value}`, `it knows ${Object.keys(statusOf).join(', ')}`)
  return status
}

function readLevel(value: string): Level {
  const level = levels.find((one) => one === value)
  if (!level) throw unsupported(`level:${value}`, `it knows ${levels.join(', ')}`)
  return level
}

function intersect<Value>(before: Value[] | null, value: Value): Value[] {
  return before === null || before.includes(value) ? [value] : []
}

function unescape(quoted: string): string {
  return quoted.replace(/\\(.)/g, '$1')
}

function unsupported(term: string, knows = 'it knows is:, level:, words and "quoted text"'): LapwingError {
  return new LapwingError('invalid_query', {
    detail: `Error parsing search query: '${term}' is not supported; ${knows}.`,
  })
}
