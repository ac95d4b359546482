import type { Exception } from '../../../protocol/event.ts'
import { maxMessage } from './logentry.ts'
import { readMechanism } from './mechanism.ts'
import { rejectAt } from './notes.ts'
import type { Keep, Reader } from './read.ts'
import { asRecord, jsonText, looseText, fieldsReader, readItems, readThreadId, text, valuesOf } from './read.ts'
import { stacktrace } from './stacktrace.ts'

/** Chains of causes longer than this lose their middle. */
const kept: Keep = { head: 50, tail: 50 }

const readMembers = fieldsReader<Exception>({
  type: looseText(256),
  value: jsonText(maxMessage),
  module: text(256),
  stacktrace: stacktrace(false),
  raw_stacktrace: stacktrace(true),
  thread_id: readThreadId,
  mechanism: readMechanism,
})

/** Exceptions, causes first; items of which nothing is known are left out. */
export const readExceptions: Reader<{ values: Exception[] }> = (notes, value) => {
  const sent = valuesOf(notes, value, (record) => 'type' in record || 'value' in record || 'stacktrace' in record)
  if (sent === null) return null
  notes.path.push('values')
  for (const [index, item] of sent.entries()) {
    if (item === null && index < kept.head) rejectAt(notes, index, 'missing_attribute')
  }
  const values = readItems(notes, sent, kept, readException)
  notes.path.pop()
  return values.length > 0 ? { values } : null
}

const readException: Reader<Exception> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const exception: Exception = readMembers(notes, record)
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
