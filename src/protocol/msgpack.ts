import { decodeUtf8 } from './bytes.ts'

/** More members than any item that SDKs send has. */
const maxMembers = 64

/**
 * The members of a MessagePack map of names to bytes (https://github.com/msgpack/msgpack/blob/master/spec.md), as views: all of the format that
 * SDKs use. Null members are left out; null for anything else, or what does not end where the bytes do. Never throws.
 */
export function readByteMap(bytes: Uint8Array): Map<string, Uint8Array> | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = readMapHeader(view)
  if (header === null || header.members > maxMembers) return null
  const map = new Map<string, Uint8Array>()
  let at = header.end
  for (let member = 0; member < header.members; member++) {
    const name = readBytes(view, bytes, at)
    if (name === null || name === 'nil') return null
    const value = readBytes(view, bytes, name.end)
    if (value === null) return null
    if (value === 'nil') at = name.end + 1
    else {
      map.set(decodeUtf8(name.bytes), value.bytes)
      at = value.end
    }
  }
  return at === bytes.length ? map : null
}

function readMapHeader(view: DataView): { members: number; end: number } | null {
  const mark = view.byteLength > 0 ? view.getUint8(0) : 0
  if (mark >= 0x80 && mark <= 0x8f) return { members: mark & 0x0f, end: 1 }
  if (mark === 0xde && view.byteLength >= 3) return { members: view.getUint16(1), end: 3 }
  if (mark === 0xdf && view.byteLength >= 5) return { members: view.getUint32(1), end: 5 }
  return null
}

/** The bytes of a text or of binary data. */
function readBytes(view: DataView, bytes: Uint8Array, at: number): { bytes: Uint8Array; end: number } | 'nil' | null {
  if (at >= view.byteLength) return null
  const mark = view.getUint8(at)
  if (mark === 0xc0) return 'nil'
  const isShort = mark >= 0xa0 && mark <= 0xbf
  const width = isShort ? 0 : lengthWidths.get(mark)
  if (width === undefined || at + 1 + width > view.byteLength) return null
  const start = at + 1 + width
  const length = isShort ? mark & 0x1f : readLength(view, at + 1, width)
  return start + length > view.byteLength ? null : { bytes: bytes.subarray(start, start + length), end: start + length }
}

/** Bytes that the length takes, by the mark of bin 8, 16, 32 and str 8, 16, 32. */
const lengthWidths = new Map([
  [0xc4, 1],
  [0xc5, 2],
  [0xc6, 4],
  [0xd9, 1],
  [0xda, 2],
  [0xdb, 4],
])

function readLength(view: DataView, at: number, width: number): number {
  if (width === 1) return view.getUint8(at)
  return width === 2 ? view.getUint16(at) : view.getUint32(at)
}
