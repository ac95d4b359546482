import type { Config } from '../config.ts'
import { openStorage } from '../storage/open.ts'

/** Opens every store once, which migrates it; the server does the same when it starts. */
export async function migrate(config: Config): Promise<number> {
  const storage = await openStorage({ directory: config.data, duckdbMemoryMb: config.duckdbMemoryMb })
  await storage.close()
  console.log(`${config.data} is at the schema of this version`)
  return 0
}
