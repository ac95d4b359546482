import type { Thread } from '../../../protocol/event.ts'
import { noteLength } from './notes.ts'
import type { Fields, Reader } from './read.ts'
import { asRecord, looseText, readBoolean, readFields, readThreadId, valuesOf } from './read.ts'
import { stacktrace } from './stacktrace.ts'

const maxThreads = 256

const fields: Fields<Thread> = {
  id: readThreadId,
  name: looseText(1024),
  crashed: readBoolean,
  current: readBoolean,
  main: readBoolean,
  state: looseText(64),
  stacktrace: stacktrace(false),
  raw_stacktrace: stacktrace(true),
}

/** Threads; of more than 256 the first ones. */
export const readThreads: Reader<{ values: Thread[] }> = (notes, value) => {
  const sent = valuesOf(notes, value, (record) => 'stacktrace' in record)
  if (sent === null) return null
  notes.path.push('values')
  if (sent.length > maxThreads) noteLength(notes, sent.length)
  const values: Thread[] = []
  for (const item of sent.slice(0, maxThreads)) {
    if (item === null || item === undefined) continue
    notes.path.push(values.length)
    const record = asRecord(notes, item)
    if (record) values.push(readFields(notes, record, fields))
    notes.path.pop()
  }
  notes.path.pop()
  return values.length > 0 ? { values } : null
}
