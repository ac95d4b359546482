import type { Json, JsonObject } from '../../../protocol/event.ts'
import type { BagLimits } from './bag.ts'
import { copyBag } from './bag.ts'
import { isRecord, reject, rejectAt } from './notes.ts'
import { cleanText } from './clean-text.ts'
import type { Keep, Reader } from './read.ts'
import { asRecord, readBoolean, readField, readItems } from './read.ts'

/** A mobile app loads several hundred libraries. */
const kept: Keep = { head: 2000, tail: 0 }
const imageBag: BagLimits = { depth: 4, size: 8192 }
const otherBag: BagLimits = { depth: 5, size: 8192 }

/** Debug images, by which native and minified frames are symbolicated; each must say its `type`. */
export const readDebugMeta: Reader<JsonObject> = (notes, value) => {
  const record = asRecord(notes, value)
  if (record === null) return null
  const meta: JsonObject = {}
  for (const [name, member] of Object.entries(record)) {
    const key = cleanText(name)
    if (key === 'images' || key === 'is_debug_build' || key === '__proto__' || member === null) continue
    notes.path.push(key)
    meta[key] = copyBag(notes, member, otherBag)
    notes.path.pop()
  }
  const debugBuild = readField(notes, record, 'is_debug_build', readBoolean)
  if (debugBuild !== undefined) meta.is_debug_build = debugBuild
  const images = readField(notes, record, 'images', readImages)
  if (images) meta.images = images
  return Object.keys(meta).length > 0 ? meta : null
}

const readImages: Reader<Json[]> = (notes, value) => {
  if (!Array.isArray(value)) return reject(notes, 'invalid_data', value, 'expected an array')
  const images = readItems(notes, value, kept, readImage)
  return images.length > 0 ? images : null
}

const readImage: Reader<Json> = (notes, value) => {
  if (!isRecord(value)) return reject(notes, 'invalid_data', value, 'expected an object')
  if (typeof value.type !== 'string' || value.type === '')
    return rejectAt(notes, 'type', 'missing_attribute', value.type)
  return copyBag(notes, value, imageBag)
}
