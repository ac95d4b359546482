/** The write side of the spool: group commit, segment rotation, cutting a torn tail, refusing before writing. */
import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises'
import { LapwingError } from '../../errors.ts'
import { readFreeDisk } from './free-disk.ts'
import type { Spool, SpoolRefusal } from './port.ts'
import { recordLength, writeRecord } from './record.ts'
import { scanRecords } from './scan.ts'
import { listSegments, readSpoolId, segmentPath, syncDirectory, type Segment } from './segments.ts'

export interface SpoolOptions {
  segmentBytes: number
  maxBacklogBytes: number
  /** Or a twentieth of the disk, whichever is less. */
  minFreeDiskBytes: number
  /** The furthest that any view has applied; writing goes on behind it, whatever happened to the files. */
  minimumPosition: (spool: string) => Promise<number>
  /** Called after each group commit with the new durable end. */
  onDurable: (end: number) => void
  log: (level: 'info' | 'warn' | 'error', message: string) => void
  /** How much room there is; asked once a second. */
  readFreeDisk?: typeof readFreeDisk
}

interface Pending {
  receipt: Buffer
  envelope: Uint8Array
  resolve(): void
  reject(reason: unknown): void
}

/** One write and one sync carry at most this much, so that a burst of large envelopes does not build one huge buffer. */
const groupBytes = 8 * 1024 * 1024
const diskCheckMs = 1000
const scanBytes = 4 * 1024 * 1024

/** Opens the spool of `directory`, creating it when missing; what stands behind the last whole record is cut off. */
export async function openSpool(directory: string, options: SpoolOptions): Promise<Spool> {
  await mkdir(directory, { recursive: true })
  const id = await readSpoolId(directory)
  const segments = await listSegments(directory)
  const recovered = await recoverEnd(segments, options.log)
  const minimum = await options.minimumPosition(id)
  let end = Math.max(recovered, minimum)
  let released = segments[0]?.base ?? end
  // A gap in positions needs a segment of its own.
  const last = segments.at(-1)
  const opened =
    last !== undefined && recovered >= minimum && end - last.base < options.segmentBytes
      ? { segment: last, handle: await open(last.path, 'r+') }
      : await startSegment(directory, segments, end)
  let { segment, handle } = opened

  let pending: Pending[] = []
  let buffer: Buffer = Buffer.allocUnsafe(256 * 1024)
  let writing: Promise<void> | null = null
  let closed = false
  let failed: SpoolRefusal | null = null
  let lowDisk = false

  async function checkDisk(): Promise<void> {
    const { free, least } = await (options.readFreeDisk ?? readFreeDisk)(directory, options.minFreeDiskBytes)
    lowDisk = free < least
    if (!lowDisk) failed = null
  }
  await checkDisk()
  const timer = setInterval(() => {
    checkDisk().catch((error: unknown) => options.log('error', `cannot read the free disk space: ${String(error)}`))
  }, diskCheckMs)
  timer.unref()

  async function writeGroups(): Promise<void> {
    // Requests that arrive in the same turn of the event loop share the first sync.
    await new Promise(setImmediate)
    while (pending.length > 0) {
      const group = takeGroup()
      try {
        await writeGroup(group)
        for (const entry of group) entry.resolve()
        options.onDurable(end)
      } catch (error) {
        options.log('error', `spool write failed, nothing of it was acknowledged: ${String(error)}`)
        failed = { reason: 'disk_full', retryAfter: 60 }
        const refusal = new LapwingError('unavailable', { causes: ['disk_full'], headers: { 'retry-after': '60' } })
        for (const entry of group) entry.reject(refusal)
        await cutBack()
      }
    }
  }

  function takeGroup(): Pending[] {
    let bytes = 0
    let count = 0
    for (const entry of pending) {
      bytes += recordLength(entry.receipt, entry.envelope)
      if (count > 0 && bytes > groupBytes) break
      count++
    }
    const group = pending.slice(0, count)
    pending = pending.slice(count)
    return group
  }

  async function writeGroup(group: Pending[]): Promise<void> {
    if (end - segment.base >= options.segmentBytes) await rotate()
    const length = group.reduce((sum, entry) => sum + recordLength(entry.receipt, entry.envelope), 0)
    if (buffer.length < length) buffer = Buffer.allocUnsafe(length)
    let filled = 0
    for (const entry of group) filled = writeRecord(buffer, filled, entry.receipt, entry.envelope)
    let written = 0
    while (written < filled) {
      const result = await handle.write(buffer, written, filled - written, end - segment.base + written)
      written += result.bytesWritten
    }
    await handle.datasync()
    end += filled
    if (buffer.length > groupBytes) buffer = Buffer.allocUnsafe(256 * 1024)
  }

  async function rotate(): Promise<void> {
    const started = await startSegment(directory, segments, end)
    await handle.close()
    segment = started.segment
    handle = started.handle
  }

  /** After a failed write the file may hold a part of it; the next record must start at `end`. */
  async function cutBack(): Promise<void> {
    try {
      await handle.truncate(end - segment.base)
    } catch (error) {
      options.log('error', `cannot cut the spool back: ${String(error)}`)
    }
  }

  return {
    id,
    end: () => end,

    async append(receipt, envelope) {
      if (closed) throw new LapwingError('unavailable', { causes: ['shutting_down'] })
      const bytes = Buffer.from(JSON.stringify(receipt), 'utf8')
      return new Promise<void>((resolve, reject) => {
        pending.push({ receipt: bytes, envelope, resolve, reject })
        writing ??= writeGroups().finally(() => {
          writing = null
        })
      })
    },

    refusal() {
      if (failed !== null) return failed
      if (lowDisk) return { reason: 'disk_full', retryAfter: 60 }
      if (end - released > options.maxBacklogBytes) return { reason: 'backlog', retryAfter: 30 }
      return null
    },

    async release(position) {
      released = Math.max(released, position)
      let removed = false
      for (let second = segments[1]; second !== undefined && second.base <= position; second = segments[1]) {
        const first = segments.shift()
        if (first !== undefined) await unlink(first.path)
        removed = true
      }
      if (removed) await syncDirectory(directory)
    },

    async close() {
      closed = true
      clearInterval(timer)
      while (writing !== null) await writing
      await handle.close()
    },
  }
}

async function startSegment(
  directory: string,
  segments: Segment[],
  base: number,
): Promise<{ segment: Segment; handle: FileHandle }> {
  const segment = { base, path: segmentPath(directory, base) }
  const handle = await open(segment.path, 'w+')
  await syncDirectory(directory)
  segments.push(segment)
  return { segment, handle }
}

/**
 * Position behind the last whole record. Only the last segment can be torn (older ones were synced before it began); what stands
 * behind its last whole record was never acknowledged, or is rot that no reader could use, and is cut off.
 */
async function recoverEnd(segments: Segment[], log: SpoolOptions['log']): Promise<number> {
  const last = segments.at(-1)
  if (last === undefined) return 0
  const handle = await open(last.path, 'r+')
  try {
    const { size } = await handle.stat()
    let whole = 0
    for (let next = 0; next < size; ) {
      const scan = await scanRecords(handle, next, size, scanBytes)
      if (scan.records.length > 0) whole = scan.whole
      next = scan.next
    }
    if (whole < size) {
      log('warn', `cut ${size - whole} bytes of a torn write off ${last.path}`)
      await handle.truncate(whole)
      await handle.sync()
    }
    return last.base + whole
  } finally {
    await handle.close()
  }
}
