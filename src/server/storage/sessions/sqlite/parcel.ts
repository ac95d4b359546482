import type { Row } from '../../sqlite/database.ts'
import { addUsers, emptySketch, mergeSketches, type UserSketch } from '../../user-sketch.ts'
import { addDurations, type DurationSketch, mergeDurations } from '../duration-sketch.ts'
import { userKinds } from './kinds.ts'

/** What of a cell is no plain number: its users by kind, and how long its sessions lasted. Null for none. */
export interface Parcel {
  users: (UserSketch | null)[]
  durations: DurationSketch | null
}

export const emptyParcel: Parcel = { users: userKinds.map(() => null), durations: null }

/** The parcel with more: hashes by kind, durations, and what other parcels hold. Parts that do not change are the same objects. */
export function addToParcel(
  parcel: Parcel,
  added: { users: (readonly number[] | null)[]; durations: readonly number[]; parcels: readonly Parcel[] },
): Parcel {
  const durations = added.durations.length > 0 ? addDurations(parcel.durations, added.durations) : parcel.durations
  const users = parcel.users.map((sketch, kind) => {
    const hashes = added.users[kind] ?? null
    return hashes === null ? sketch : addUsers(sketch ?? emptySketch, hashes)
  })
  return added.parcels.reduce(mergeParcels, { users, durations })
}

function mergeParcels(a: Parcel, b: Parcel): Parcel {
  return {
    users: a.users.map((sketch, kind) => {
      const other = b.users[kind] ?? null
      return sketch && other ? mergeSketches(sketch, other) : (sketch ?? other)
    }),
    durations: a.durations && b.durations ? mergeDurations([a.durations, b.durations]) : (a.durations ?? b.durations),
  }
}

export function isSameParcel(a: Parcel, b: Parcel): boolean {
  return a.durations === b.durations && a.users.every((sketch, kind) => sketch === b.users[kind])
}

/** As bytes: one that says by bits which parts there are, then each with its length in 3 bytes. Null when there is none. */
export function writeParcel({ users, durations }: Parcel): Uint8Array | null {
  const parts = [...users, durations]
  const bytes = parts.reduce((sum, part) => sum + (part ? part.length + 3 : 0), 1)
  if (bytes === 1) return null
  const written = new Uint8Array(bytes)
  let at = 1
  for (const [place, part] of parts.entries()) {
    if (!part) continue
    written[0] = (written[0] ?? 0) | (1 << place)
    written[at] = part.length >>> 16
    written[at + 1] = part.length >>> 8
    written[at + 2] = part.length
    written.set(part, at + 3)
    at += 3 + part.length
  }
  return written
}

export function readParcel(bytes: Uint8Array): Parcel {
  let at = 1
  const parts = [...userKinds, null].map((_, place) => {
    if (((bytes[0] ?? 0) & (1 << place)) === 0) return null
    const length = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const part = bytes.subarray(at + 3, at + 3 + length)
    at += 3 + length
    return part
  })
  return { users: parts.slice(0, userKinds.length), durations: parts[userKinds.length] ?? null }
}

/** A parcel from the columns of a wider cell; one that was not read is taken to be empty. */
export function readParts({ durations, users }: Row): Parcel {
  return {
    users: users instanceof Uint8Array ? readParcel(users).users : emptyParcel.users,
    durations: durations instanceof Uint8Array ? durations : null,
  }
}
