import type { Thread } from '../../../protocol/event.ts'
import type { Keep, Reader } from './read.ts'
import { asRecord, looseText, readBoolean, fieldsReader, readItems, readThreadId, valuesOf } from './read.ts'
import { stacktrace } from './stacktrace.ts'

const kept: Keep = { head: 256, tail: 0 }

const readMembers = fieldsReader<Thread>({
  id: readThreadId,
  name: looseText(1024),
  crashed: readBoolean,
  current: readBoolean,
  main: readBoolean,
  state: looseText(64),
  stacktrace: stacktrace(false),
  raw_stacktrace: stacktrace(true),
})

/** Threads; of more than 256 the first ones. */
export const readThreads: Reader<{ values: Thread[] }> = (notes, value) => {
  const sent = valuesOf(notes, value, (record) => 'stacktrace' in record)
  if (sent === null) return null
  notes.path.push('values')
  const values = readItems(notes, sent, kept, readThread)
  notes.path.pop()
  return values.length > 0 ? { values } : null
}

const readThread: Reader<Thread> = (notes, value) => {
  const record = asRecord(notes, value)
  return record === null ? null : readMembers(notes, record)
}
