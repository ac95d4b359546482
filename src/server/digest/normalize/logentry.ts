import type { Json, LogEntry } from '../../../protocol/event.ts'
import type { BagLimits } from './bag.ts'
import { copyBag } from './bag.ts'
import { formatMessage } from './format-message.ts'
import type { Notes } from './notes.ts'
import { isRecord, reject } from './notes.ts'
import type { Reader } from './read.ts'
import { readField, text } from './read.ts'
import { cleanText } from './clean-text.ts'
import { fitText } from './text.ts'

export const maxMessage = 8192

const paramsBag: BagLimits = { depth: 5, size: 2048 }

/** The log message: a text, or a template with params. Both `message` and `formatted` are set when there is any text. */
export const readLogEntry: Reader<LogEntry> = (notes, value) => {
  if (typeof value === 'string') {
    const shown = fitText(notes, value, maxMessage)
    return shown === '' ? null : { message: shown, formatted: shown }
  }
  if (!isRecord(value)) return reject(notes, 'invalid_data', value, 'expected a string or an object')
  const template = readField(notes, value, 'message', text(maxMessage))
  const sent = readField(notes, value, 'formatted', text(maxMessage))
  const params = readField(notes, value, 'params', readParams)
  const formatted = sent || (template ? fill(notes, template, params) : null)
  if (!formatted && params === undefined) return null
  const entry: LogEntry = { message: template || formatted, formatted }
  if (params !== undefined) entry.params = params
  return entry
}

function fill(notes: Notes, template: string, params: Json | undefined): string {
  if (params === undefined || params === null) return template
  notes.path.push('formatted')
  const formatted = fitText(notes, cleanText(formatMessage(template, params, maxMessage)), maxMessage)
  notes.path.pop()
  return formatted
}

const readParams: Reader<Json> = (notes, value) =>
  typeof value === 'object'
    ? copyBag(notes, value, paramsBag)
    : reject(notes, 'invalid_data', value, 'expected a list or an object')
