/** The read side of the spool: follows the writer's files from a position, in another thread, without talking to it. */
import { open, type FileHandle } from 'node:fs/promises'
import type { SpoolReader } from './port.ts'
import { type ScanBuffer, scanRecords } from './scan.ts'
import { listSegments, type Segment } from './segments.ts'

/** `onDamage` hears of bytes that hold no whole record and were passed over: `(position, bytes)`. */
export function openSpoolReader(directory: string, onDamage: (position: number, bytes: number) => void): SpoolReader {
  let segments: Segment[] = []
  const buffer: ScanBuffer = { bytes: Buffer.alloc(0) }
  let current: { segment: Segment; handle: FileHandle } | null = null

  async function enter(segment: Segment): Promise<FileHandle> {
    if (current?.segment.base === segment.base) return current.handle
    await current?.handle.close()
    current = { segment, handle: await open(segment.path, 'r') }
    return current.handle
  }

  /** The segment that holds `position` and the position where it ends, as known from its successor. */
  function locate(position: number): { segment: Segment | null; successor: Segment | null } {
    const index = segments.findLastIndex((segment) => segment.base <= position)
    return { segment: segments[index] ?? null, successor: segments[index + 1] ?? null }
  }

  return {
    async read(from, end, { maxBytes, maxRecords }) {
      let position = from
      while (position < end) {
        let { segment, successor } = locate(position)
        // Without a known successor a newer segment may have begun since the folder was read.
        if (segment === null || successor === null) {
          segments = await listSegments(directory)
          ;({ segment, successor } = locate(position))
        }
        if (segment === null) {
          // Deleted or lost before it was read: go on with the oldest that is there.
          const oldest = segments[0]
          if (oldest === undefined || oldest.base >= end) return { records: [], next: end }
          onDamage(position, oldest.base - position)
          position = oldest.base
          continue
        }
        const base = segment.base
        const handle = await enter(segment)
        const limit = Math.min(end, successor?.base ?? end) - base
        const size = Math.min(limit, (await handle.stat()).size)
        if (position - base >= size) {
          if (successor === null) return { records: [], next: end }
          position = successor.base
          continue
        }
        const scan = await scanRecords(handle, position - base, size, maxBytes, { buffer, maxRecords })
        if (scan.damaged > 0) onDamage(position, scan.damaged)
        position = base + scan.next
        if (scan.records.length === 0) continue
        const records = scan.records.map((record) => ({
          position: base + record.offset,
          receipt: record.receipt,
          envelope: record.envelope,
        }))
        return { records, next: position }
      }
      return { records: [], next: end }
    },

    async close() {
      await current?.handle.close()
      current = null
    },
  }
}
