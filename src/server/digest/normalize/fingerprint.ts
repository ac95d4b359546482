import { reject } from './notes.ts'
import type { Reader } from './read.ts'
import { list, looseText } from './read.ts'

const readValues = list(looseText(256), 50)

/** The client's fingerprint: texts, numbers and booleans, in a list; an empty one means the default. */
export const readFingerprint: Reader<string[]> = (notes, value) => {
  if (typeof value === 'string' && value !== '') return readValues(notes, [value])
  if (!Array.isArray(value)) return reject(notes, 'invalid_data', value, 'expected an array')
  const values = readValues(notes, value)
  return values && values.length > 0 ? values : null
}
