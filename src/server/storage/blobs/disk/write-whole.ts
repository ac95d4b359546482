import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Folders } from './folders.ts'
import { isMissing } from './errors.ts'

/**
 * Writes a file that is there whole or not at all: beside, synced, and only then under its name. The name itself is durable after the folder was
 * synced, which the caller does once for many. What was written is taken away again when it fails: on a full disk that is the room for others.
 */
export async function writeWhole(
  temporary: string,
  target: string,
  write: (handle: FileHandle) => Promise<void>,
  folders: Folders,
): Promise<void> {
  const beside = path.join(temporary, randomUUID())
  const folder = path.dirname(target)
  try {
    const handle = await open(beside, 'wx')
    try {
      await write(handle)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await folders.make(folder)
    try {
      await rename(beside, target)
    } catch (error) {
      if (!isMissing(error)) throw error
      // The day or the project was removed in between.
      folders.forget(folder)
      await folders.make(folder)
      await rename(beside, target)
    }
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
