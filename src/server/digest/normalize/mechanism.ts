import type { JsonObject, Mechanism } from '../../../protocol/event.ts'
import { bag, smallBag } from './bag.ts'
import type { Notes } from './notes.ts'
import { isJsonObject, rejectAt } from './notes.ts'
import type { Reader } from './read.ts'
import { asRecord, readBoolean, readCount, fieldsReader, text } from './read.ts'
import type { OsFamily } from './signals.ts'
import { machExceptionName, signalName } from './signals.ts'

const readMembers = fieldsReader<Mechanism>({
  type: text(128),
  description: text(8192),
  help_link: text(2048),
  handled: readBoolean,
  synthetic: readBoolean,
  data: bag(smallBag),
  meta: bag(smallBag),
  source: text(128),
  is_exception_group: readBoolean,
  exception_id: readCount,
  parent_id: readCount,
})

/** How the exception was caught. A missing `type` is noted and becomes `generic`. */
export const readMechanism: Reader<Mechanism> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const mechanism: Mechanism = readMembers(notes, isLegacy(record) ? modernise(record) : record)
  if (Object.keys(mechanism).length === 0) return null
  if (!mechanism.type) missingType(notes, mechanism)
  return mechanism
}

function missingType(notes: Notes, mechanism: Mechanism): void {
  // A type of the wrong kind is in the notes already.
  if (mechanism.type !== null) rejectAt(notes, 'type', 'missing_attribute')
  mechanism.type = 'generic'
}

/** Before 2018 Cocoa SDKs sent `{posix_signal, mach_exception, relevant_address}`. */
function isLegacy(record: Record<string, unknown>): boolean {
  return record.type === undefined && (record.posix_signal !== undefined || record.mach_exception !== undefined)
}

function modernise(record: Record<string, unknown>): Record<string, unknown> {
  const { posix_signal, mach_exception, relevant_address, ...rest } = record
  const meta: Record<string, unknown> = {}
  if (posix_signal) meta.signal = { ...posix_signal, number: Reflect.get(Object(posix_signal), 'signal') }
  if (mach_exception) meta.mach_exception = mach_exception
  return { ...rest, type: 'generic', meta, data: relevant_address ? { relevant_address } : undefined }
}

/** Writes the names of the signal and the Mach exception beside their numbers. */
export function nameSignals(mechanism: Mechanism, os: OsFamily): void {
  const meta = mechanism.meta
  if (!meta) return
  const { signal, mach_exception: mach } = meta
  if (isJsonObject(signal)) nameOnce(signal, signal.number, (number) => signalName(number, os))
  if (isJsonObject(mach)) nameOnce(mach, mach.exception, machExceptionName)
}

function nameOnce(entry: JsonObject, number: unknown, nameOf: (number: number) => string | undefined): void {
  if (entry.name || typeof number !== 'number') return
  const name = nameOf(number)
  if (name) entry.name = name
}
