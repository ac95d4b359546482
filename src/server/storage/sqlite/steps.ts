import type { Database } from './database.ts'

/**
 * Repeats a write that does up to `most` of something and says how many it did, a transaction each, until one does fewer; other work of the
 * thread goes in between. Gives how many in all.
 */
export async function inSteps(database: Database, most: number, step: () => number): Promise<number> {
  let done = 0
  for (;;) {
    const count = database.write(step)
    done += count
    if (count < most) return done
    await new Promise((resolve) => setImmediate(resolve))
  }
}
