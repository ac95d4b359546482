/** One blob's file: how it is written and read (its format is in frames.ts). */
import type { FileHandle } from 'node:fs/promises'
import {
  checkFrame,
  contentBytesOf,
  decodeFrame,
  decodeTable,
  encodeFrames,
  encodeTable,
  endBytes,
  type Frame,
  tableBytes,
} from '../frames.ts'
import type { BlobContent } from '../port.ts'
import { openWhenThere } from './errors.ts'

export async function writeContent(handle: FileHandle, content: BlobContent): Promise<void> {
  const frames: Frame[] = []
  let at = 0
  for await (const { frame, stored } of 'frames' in content ? content.frames : encodeFrames(content)) {
    await writeAll(handle, stored, at)
    at += stored.length
    frames.push(frame)
  }
  await writeAll(handle, encodeTable(frames), at)
}

/** Copies the frames of other blobs as they are stored, one at a time. */
export async function copyFrames(handle: FileHandle, sources: readonly string[]): Promise<void> {
  const frames: Frame[] = []
  let at = 0
  for (const source of sources) {
    const part = await openWhenThere(source)
    if (part === null) throw new Error(`a part is missing: ${source}`)
    try {
      let from = 0
      for (const frame of await readTable(part)) {
        const stored = await readAll(part, from, frame.storedBytes)
        // A damaged part must not become a damaged blob.
        checkFrame(frame, stored)
        await writeAll(handle, stored, at)
        from += stored.length
        at += stored.length
        frames.push(frame)
      }
    } finally {
      await part.close()
    }
  }
  await writeAll(handle, encodeTable(frames), at)
}

export async function measureBlob(handle: FileHandle): Promise<number> {
  return contentBytesOf(await readTable(handle))
}

/** The content from ≤ byte < to, in memory of its own. */
export async function readRange(handle: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const frames = await readTable(handle)
  const first = Math.max(0, from)
  const end = Math.min(to, contentBytesOf(frames))
  const content = new Uint8Array(Math.max(0, end - first))
  let frameStart = 0
  let storedStart = 0
  for (const frame of frames) {
    if (frameStart >= end) break
    const frameEnd = frameStart + frame.contentBytes
    if (frameEnd > first) {
      const plain = await decodeFrame(frame, await readAll(handle, storedStart, frame.storedBytes))
      const wanted = plain.subarray(Math.max(0, first - frameStart), Math.min(plain.length, end - frameStart))
      content.set(wanted, Math.max(0, frameStart - first))
    }
    frameStart = frameEnd
    storedStart += frame.storedBytes
  }
  return content
}

/** Throws when any of it is damaged. */
export async function checkBlob(handle: FileHandle): Promise<void> {
  let at = 0
  for (const frame of await readTable(handle)) {
    await decodeFrame(frame, await readAll(handle, at, frame.storedBytes))
    at += frame.storedBytes
  }
}

async function readTable(handle: FileHandle): Promise<Frame[]> {
  const { size } = await handle.stat()
  const bytes = tableBytes(await readAll(handle, size - endBytes, endBytes))
  const frames = decodeTable(await readAll(handle, size - bytes, bytes))
  const stored = frames.reduce((sum, frame) => sum + frame.storedBytes, 0)
  if (stored + bytes !== size) throw new Error('it is not as long as its table says')
  return frames
}

async function readAll(handle: FileHandle, at: number, length: number): Promise<Uint8Array> {
  if (at < 0) throw new Error('it is cut short')
  const bytes = new Uint8Array(length)
  for (let read = 0; read < length; ) {
    const { bytesRead } = await handle.read(bytes, read, length - read, at + read)
    if (bytesRead === 0) throw new Error('it is cut short')
    read += bytesRead
  }
  return bytes
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await handle.write(bytes, written, bytes.length - written, at + written)).bytesWritten
  }
}
