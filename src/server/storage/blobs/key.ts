import { type BlobKey, blobKinds, type BlobKind } from './port.ts'

export const dayMs = 86_400_000

/** The year 10000, whose days are written otherwise. */
const endOfTime = Date.UTC(10_000, 0, 1)

/** The UTC day of a time in ms, `2026-11-21`. Throws outside of years 0 to 9999: the server's clock is never there. */
export function dayOf(time: number): string {
  const day = new Date(time).toISOString().slice(0, 10)
  if (!isDay(day)) throw new Error(`no day for the time ${time}`)
  return day
}

export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

export function isDay(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(name)
}

export function isBlobId(name: string): boolean {
  return /^[0-9a-f]{32,64}$/.test(name)
}

export function isProjectId(name: string): boolean {
  return /^[1-9]\d{0,15}$/.test(name)
}

/**
 * Where a key lies: `attachments/2026-11-21/7/<id>`. Throws on anything that is no key of ours, whatever its type says, so that no path can lead
 * out of its folder.
 */
export function placeOf({
  kind,
  projectId,
  at,
  id,
}: BlobKey): [kind: BlobKind, day: string, project: string, id: string] {
  const known = blobKinds.find((one) => one === kind)
  const project = String(projectId)
  const isTime = Number.isFinite(at) && at >= 0 && at < endOfTime
  if (known === undefined || typeof id !== 'string' || !isBlobId(id) || !isProjectId(project) || !isTime) {
    throw new Error(`not a blob key: ${JSON.stringify({ kind, projectId, at, id })}`)
  }
  return [known, dayOf(at), project, id]
}
