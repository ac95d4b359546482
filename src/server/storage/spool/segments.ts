/**
 * The files of a spool: `<position of the first byte>.segment`, 16 decimal digits, so that names sort as positions do.
 * A position is a byte count over the life of the spool: it never goes back, also when old segments are deleted.
 */
import { open, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import path from 'node:path'

export interface Segment {
  base: number
  path: string
}

export function segmentPath(directory: string, base: number): string {
  return path.join(directory, `${String(base).padStart(16, '0')}.segment`)
}

/** Segments in order of position. */
export async function listSegments(directory: string): Promise<Segment[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{16}\.segment$/.test(name)).toSorted()
  return names.map((name) => ({ base: Number(name.slice(0, 16)), path: path.join(directory, name) }))
}

/** The spool's own name, made once: offsets in the views are kept under it. */
export async function readSpoolId(directory: string): Promise<string> {
  const file = path.join(directory, 'id')
  try {
    const id = (await readFile(file, 'utf8')).trim()
    if (/^[0-9a-f]{32}$/.test(id)) return id
    throw new Error(`${file} does not hold a spool id (32 hex digits); restore it from a backup or move the spool away`)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const id = randomUUID().replaceAll('-', '')
  await writeFile(`${file}.new`, `${id}\n`, { flush: true })
  await rename(`${file}.new`, file)
  await syncDirectory(directory)
  return id
}

/** Makes creations and deletions of files in a folder durable. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
