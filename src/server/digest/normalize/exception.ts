import type { Exception } from '../../../protocol/event.ts'
import { maxMessage } from './logentry.ts'
import { readMechanism } from './mechanism.ts'
import type { Notes } from './notes.ts'
import { noteLength, reject, rejectAt } from './notes.ts'
import type { Fields, Reader } from './read.ts'
import { asRecord, jsonText, looseText, readFields, readThreadId, text, valuesOf } from './read.ts'
import { stacktrace } from './stacktrace.ts'

/** Chains of causes longer than this lose their middle. */
const maxExceptions = 100

const fields: Fields<Exception> = {
  type: looseText(256),
  value: jsonText(maxMessage),
  module: text(256),
  stacktrace: stacktrace(false),
  raw_stacktrace: stacktrace(true),
  thread_id: readThreadId,
  mechanism: readMechanism,
}

/** Exceptions, causes first; items of which nothing is known are left out. */
export const readExceptions: Reader<{ values: Exception[] }> = (notes, value) => {
  const sent = valuesOf(notes, value, (record) => 'type' in record || 'value' in record || 'stacktrace' in record)
  if (sent === null) return null
  const half = maxExceptions / 2
  const kept = sent.length > maxExceptions ? [...sent.slice(0, half), ...sent.slice(-half)] : sent
  notes.path.push('values')
  if (kept !== sent) noteLength(notes, sent.length)
  const values: Exception[] = []
  for (const [index, item] of kept.entries()) {
    notes.path.push(index)
    const exception = readException(notes, item)
    notes.path.pop()
    if (exception) values.push(exception)
  }
  notes.path.pop()
  return values.length > 0 ? { values } : null
}

function readException(notes: Notes, value: unknown): Exception | null {
  if (value === null || value === undefined) return reject(notes, 'missing_attribute')
  const record = asRecord(notes, value)
  if (record === null) return null
  const exception: Exception = readFields(notes, record, fields)
  if (!exception.type && exception.value) splitType(exception)
  if (!exception.type && !exception.value) {
    rejectAt(notes, 'type', 'missing_attribute', undefined, 'a type or a value is required')
    if (!exception.stacktrace && !exception.mechanism && !exception.raw_stacktrace) return null
  }
  return exception
}

/** `TypeError: x is undefined` in a value without a type. */
function splitType(exception: Exception): void {
  const match = /^([\w.$]{1,128}):\s*([^]*)$/.exec(exception.value ?? '')
  // "http://…" and "file:…" are no types.
  if (!match || match[2]?.startsWith('//')) return
  exception.type = match[1] ?? null
  exception.value = match[2] ?? null
}
