import { floorTo, type Span } from './grid.ts'
import { counters, userKinds } from './kinds.ts'
import type { Parcel } from './parcel.ts'
import type { Place } from './places.ts'

/** What is added to a cell. */
export interface Delta {
  /** By counter; may be negative where a worse end takes the place of another. */
  counts: number[]
  durationCount: number
  /** Milliseconds. */
  durationSum: number
  durationMax: number
  durations: number[]
  /** Who was seen in which kind (`addUser`), perhaps repeatedly. */
  users: number[]
  /** Further users and durations, read back from the finest cells. */
  parcels: Parcel[]
}

export function createDelta(): Delta {
  return {
    counts: counters.map(() => 0),
    durationCount: 0,
    durationSum: 0,
    durationMax: 0,
    durations: [],
    users: [],
    parcels: [],
  }
}

export function addDuration(delta: Delta, duration: number): void {
  delta.durationCount += 1
  delta.durationSum += duration
  delta.durationMax = Math.max(delta.durationMax, duration)
  delta.durations.push(duration)
}

/** A hash of 48 bits and a kind of 3 in one number: one list a delta instead of seven. */
export function addUser({ users }: Delta, kind: number, hash: number): void {
  users.push(hash * 8 + kind)
}

/** The hashes of each kind; null for none. */
export function splitUsers(users: readonly number[]): (number[] | null)[] {
  const byKind: (number[] | null)[] = userKinds.map(() => null)
  for (const user of users) {
    const kind = user % 8
    const hashes = byKind[kind] ?? []
    byKind[kind] = hashes
    hashes.push(Math.floor(user / 8))
  }
  return byKind
}

export function addCount({ counts }: Delta, counter: number, count: number): void {
  counts[counter] = (counts[counter] ?? 0) + count
}

/** Whose cells. 0 for all releases or environments. */
export interface CellOwner {
  ownerId: number
  environmentId: number
  releaseId: number
}

/** Deltas of cells of one width, by owner and start. */
export type Deltas<Owner> = Map<Owner, Map<number, Delta>>

export function deltaOf<Owner>(deltas: Deltas<Owner>, owner: Owner, start: number): Delta {
  let ofOwner = deltas.get(owner)
  if (!ofOwner) {
    ofOwner = new Map()
    deltas.set(owner, ofOwner)
  }
  let delta = ofOwner.get(start)
  if (!delta) {
    delta = createDelta()
    ofOwner.set(start, delta)
  }
  return delta
}

/** The same in wider cells, and of other owners: each delta goes into one of each of `ownersOf`. */
export function widen<From, To>(
  deltas: Deltas<From>,
  span: Span,
  ownersOf: (owner: From) => readonly To[],
): Deltas<To> {
  const wider: Deltas<To> = new Map()
  for (const [owner, ofOwner] of deltas) {
    for (const into of ownersOf(owner)) {
      for (const [start, delta] of ofOwner) addDelta(deltaOf(wider, into, floorTo(start, span)), delta)
    }
  }
  return wider
}

export function addDelta(into: Delta, delta: Delta): void {
  for (const [counter, count] of delta.counts.entries()) addCount(into, counter, count)
  into.durationCount += delta.durationCount
  into.durationSum += delta.durationSum
  into.durationMax = Math.max(into.durationMax, delta.durationMax)
  for (const duration of delta.durations) into.durations.push(duration)
  for (const user of delta.users) into.users.push(user)
  for (const parcel of delta.parcels) into.parcels.push(parcel)
}

export function isEmpty({ counts, durationCount, users, parcels }: Delta): boolean {
  return durationCount === 0 && parcels.length === 0 && users.length === 0 && counts.every((count) => count === 0)
}

/**
 * Whose cells a session is counted in: its release and environment, either of them over all of the other, its project, and over all projects its
 * organisation, as a whole and by environment. So every usual question finds cells that answer it without adding up users.
 */
export function createOwners(): (place: Place) => readonly CellOwner[] {
  const byPlace = new Map<Place, readonly CellOwner[]>()
  const known = new Map<string, CellOwner>()

  /** The same object for the same owner, so that it can be a key. */
  function intern(ownerId: number, environmentId: number, releaseId: number): CellOwner {
    const key = `${ownerId}/${environmentId}/${releaseId}`
    const owner = known.get(key) ?? { ownerId, environmentId, releaseId }
    known.set(key, owner)
    return owner
  }

  return (place) => {
    const own = byPlace.get(place)
    if (own) return own
    const { organizationId, projectId, environmentId, releaseId } = place
    const owners = [
      intern(projectId, environmentId, releaseId),
      intern(projectId, 0, releaseId),
      intern(projectId, environmentId, 0),
      intern(projectId, 0, 0),
      intern(-organizationId, environmentId, 0),
      intern(-organizationId, 0, 0),
    ]
    byPlace.set(place, owners)
    return owners
  }
}
