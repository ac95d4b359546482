import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { dayMs, isBlobId, isDay, isProjectId, placeOf, startOfDay } from '../key.ts'
import { type BlobKey, blobKinds, type BlobKind, type BlobResult, type BlobStore } from '../port.ts'
import { checkBlob, copyFrames, measureBlob, readRange, writeContent } from './file.ts'
import { createFolders, type Folders } from './folders.ts'
import { isFull, isMissing, openWhenThere } from './errors.ts'
import { writeWhole } from './write-whole.ts'

/** Blobs written at a time: each waits for the disk most of the time, and zlib's and fs's pool has four threads. */
const writesAtOnce = 4

/**
 * Opens the blob store in a folder: a file a blob, `attachments/2026-11-21/7/<id>`, so that retention drops a day and deletion a project with their
 * folders. Files come into being whole (`temporary/`, fsync, rename) and stay as they are. One process at a time.
 */
export async function openDiskBlobs(directory: string): Promise<BlobStore> {
  const temporary = path.join(directory, 'temporary')
  // What a kill left half written.
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true })
  const folders = createFolders(directory)

  const pathOf = (key: BlobKey): string => path.join(directory, ...placeOf(key))

  async function putOne(key: BlobKey, write: Parameters<typeof writeWhole>[2]): Promise<string> {
    const target = pathOf(key)
    const folder = path.dirname(target)
    if (await isThere(target)) return folder
    await writeWhole(temporary, target, write, folders)
    return folder
  }

  return {
    put: (blobs) =>
      expectFull(async () => {
        const queue = blobs.map(({ key, content }) => ({ key, content }))
        const touched = new Set(queue.map(({ key }) => path.dirname(pathOf(key))))
        const work = Array.from({ length: writesAtOnce }, async () => {
          for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
            const { key, content } = next
            await putOne(key, (handle) => writeContent(handle, content)).catch((error: unknown) => {
              queue.length = 0
              throw error
            })
          }
        })
        for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
        // Also where the file was there: who put it may have been killed before this.
        for (const folder of touched) await folders.sync(folder)
      }),

    join: (key, parts) =>
      expectFull(async () => {
        const sources = parts.map(pathOf)
        const folder = await putOne(key, (handle) => copyFrames(handle, sources))
        await folders.sync(folder)
        for (const source of sources) await rm(source, { force: true })
      }),

    async read(key, range) {
      const handle = await openWhenThere(pathOf(key))
      if (handle === null) return null
      try {
        return await readRange(handle, range?.from ?? 0, range?.to ?? Infinity)
      } catch (error) {
        throw damaged(pathOf(key), error)
      } finally {
        await handle.close()
      }
    },

    async measure(key) {
      const handle = await openWhenThere(pathOf(key))
      if (handle === null) return null
      try {
        return await measureBlob(handle)
      } catch (error) {
        throw damaged(pathOf(key), error)
      } finally {
        await handle.close()
      }
    },

    async remove(keys) {
      for (const key of keys) await rm(pathOf(key), { force: true })
    },

    async removeProject(projectId) {
      for (const kind of blobKinds) {
        for (const day of await listNames(path.join(directory, kind), isDay)) {
          const [, , project] = placeOf({ kind, projectId, at: startOfDay(day), id: '0'.repeat(32) })
          await removeFolder(path.join(directory, kind, day, project), folders)
        }
      }
    },

    async dropBefore(kind, time) {
      for (const day of await listNames(path.join(directory, kind), isDay)) {
        if (startOfDay(day) + dayMs <= time) await removeFolder(path.join(directory, kind, day), folders)
      }
    },

    async list(kind, { after, limit }) {
      const keys: BlobKey[] = []
      for await (const key of walk(directory, kind, after)) {
        if (keys.push(key) >= limit) break
      }
      return keys
    },

    async checkIntegrity() {
      const faults: string[] = []
      for (const kind of blobKinds) {
        for await (const key of walk(directory, kind, null)) {
          const handle = await openWhenThere(pathOf(key))
          if (handle === null) continue
          try {
            await checkBlob(handle)
          } catch (error) {
            faults.push(damaged(pathOf(key), error).message)
          } finally {
            await handle.close()
          }
        }
      }
      return faults
    },

    close: async () => undefined,
  }
}

/** All keys of a kind behind `after`, in order. */
async function* walk(directory: string, kind: BlobKind, after: BlobKey | null): AsyncGenerator<BlobKey> {
  const [, afterDay, afterProject, afterId] = after === null ? [kind, '', '', ''] : placeOf(after)
  for (const day of await listNames(path.join(directory, kind), isDay)) {
    if (day < afterDay) continue
    const projects = (await listNames(path.join(directory, kind, day), isProjectId)).map(Number)
    for (const projectId of projects.toSorted((a, b) => a - b)) {
      if (day === afterDay && projectId < Number(afterProject)) continue
      const isCut = day === afterDay && projectId === Number(afterProject)
      for (const id of await listNames(path.join(directory, kind, day, String(projectId)), isBlobId)) {
        if (!isCut || id > afterId) yield { kind, projectId, at: startOfDay(day), id }
      }
    }
  }
}

/** Sorted; none where there is no such folder. */
async function listNames(folder: string, isOurs: (name: string) => boolean): Promise<string[]> {
  try {
    return (await readdir(folder)).filter(isOurs).toSorted()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function removeFolder(folder: string, folders: Folders): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  folders.forget(folder)
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false
      throw error
    },
  )
}

async function expectFull(work: () => Promise<void>): Promise<BlobResult> {
  try {
    await work()
    return { ok: true }
  } catch (error) {
    if (isFull(error)) return { ok: false, reason: 'disk_full' }
    throw error
  }
}

function damaged(file: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error)
  return new Error(`${file}: ${reason}`, { cause: error })
}
