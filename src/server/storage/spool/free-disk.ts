import { statfs } from 'node:fs/promises'

/** Free bytes on the disk of a folder, and how many there should be at least. */
export interface FreeDisk {
  free: number
  least: number
}

/** On a small disk a twentieth is enough; else a disk smaller than the limit would take nothing in at all. */
const smallDiskShare = 0.05

export async function readFreeDisk(directory: string, minFreeBytes: number): Promise<FreeDisk> {
  const { bavail, blocks, bsize } = await statfs(directory)
  return { free: bavail * bsize, least: Math.min(minFreeBytes, blocks * bsize * smallDiskShare) }
}
