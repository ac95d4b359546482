import { BIGINT, type DuckDBAppender, UTINYINT, VARCHAR } from '@duckdb/node-api'
import { appendChunks, type Column } from './chunks.ts'
import { number, type Run, string } from './connection.ts'
import { commonTagKeys, slotCount } from './id-columns.ts'
import { sql } from './sql.ts'

/** Which column holds the tags of a key, project by project. */
export interface Slots {
  /** The slot of a key for writing, taken if there is one left; null: such tags go into the list. */
  take(projectId: number, key: string): number | null
  /**
   * Slots in which tags of this key may be, with the projects in which it is so; null: in all of those asked about. `inList`: they may be in
   * the list too.
   */
  find(
    key: string,
    projectIds: number[] | null,
  ): { slots: { slot: number; projectIds: number[] | null }[]; inList: boolean }
  /** The key of each slot of a project. */
  keysOf(projectId: number): Map<number, string>
  /** Slots that any project uses, ascending. */
  used(): number[]
  /** Whether any project has tags in the list. */
  listsAny(): boolean
  /** Slots taken since the last commit: to be written with the rows. */
  added(): TakenSlot[]
  /** The rows and `added` are committed, or none of them is. */
  settle(isCommitted: boolean): void
  forgetProject(projectId: number): void
}

export interface TakenSlot {
  projectId: number
  key: string
  slot: number
}

export async function openSlots(run: Run): Promise<Slots> {
  const byProject = new Map<number, Map<string, number>>()
  let fresh: TakenSlot[] = []
  for (const row of await run(sql`SELECT project_id, key, slot FROM slots`)) {
    own(number(row.project_id)).set(string(row.key), number(row.slot))
  }

  function own(projectId: number): Map<string, number> {
    const keys = byProject.get(projectId) ?? new Map<string, number>()
    byProject.set(projectId, keys)
    return keys
  }

  return {
    take(projectId, key) {
      const keys = own(projectId)
      const taken = keys.get(key)
      if (taken !== undefined) return taken
      if (keys.size >= slotCount) return null
      const used = new Set(keys.values())
      // Beginning at a place of the key's own, so that a key has the same slot in most projects: fewer columns to look at.
      let slot = preferredSlot(key)
      while (used.has(slot)) slot = (slot + 1) % slotCount
      keys.set(key, slot)
      fresh.push({ projectId, key, slot })
      return slot
    },
    find(key, projectIds) {
      const bySlot = new Map<number, number[]>()
      let inList = false
      for (const projectId of projectIds ?? byProject.keys()) {
        const keys = byProject.get(projectId)
        const slot = keys?.get(key)
        if (slot === undefined) inList ||= (keys?.size ?? 0) >= slotCount
        else bySlot.set(slot, [...(bySlot.get(slot) ?? []), projectId])
      }
      const all = projectIds?.length ?? -1
      return {
        slots: [...bySlot].map(([slot, owners]) => ({ slot, projectIds: owners.length === all ? null : owners })),
        inList,
      }
    },
    keysOf: (projectId) => new Map([...own(projectId)].map(([key, slot]): [number, string] => [slot, key])),
    used() {
      const used = new Set<number>()
      for (const keys of byProject.values()) for (const slot of keys.values()) used.add(slot)
      return [...used].sort((a, b) => a - b)
    },
    listsAny: () => [...byProject.values()].some((keys) => keys.size >= slotCount),
    added: () => fresh,
    settle(isCommitted) {
      if (!isCommitted) for (const { projectId, key } of fresh) byProject.get(projectId)?.delete(key)
      fresh = []
    },
    forgetProject: (projectId) => void byProject.delete(projectId),
  }
}

function preferredSlot(key: string): number {
  const common = commonTagKeys.indexOf(key)
  if (common >= 0) return common
  let sum = 0
  for (let index = 0; index < key.length; index++) sum = (sum * 31 + key.charCodeAt(index)) % 65_521
  return sum % slotCount
}

const columns: Column<TakenSlot>[] = [
  { type: BIGINT, value: (taken) => BigInt(taken.projectId) },
  { type: VARCHAR, value: (taken) => taken.key },
  { type: UTINYINT, value: (taken) => taken.slot },
]

export function appendSlots(appender: DuckDBAppender, slots: TakenSlot[]) {
  appendChunks(appender, columns, slots)
}
