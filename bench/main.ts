/** `npm run bench -- ingest|digest|query|memory|start … [--events N]`: no name runs all. */
import { benchDigest } from './digest.ts'
import { benchIngest } from './ingest.ts'
import { benchMemory } from './memory.ts'
import { benchQuery } from './query.ts'
import { benchStart } from './start.ts'

const words = process.argv.slice(2)
const flag = words.indexOf('--events')
const events = flag === -1 ? 1_000_000 : Number(words[flag + 1])
const names = flag === -1 ? words : words.toSpliced(flag, 2)

const benches: Record<string, () => Promise<void>> = {
  ingest: benchIngest,
  digest: benchDigest,
  memory: benchMemory,
  start: () => benchStart(events),
  query: () => benchQuery(events),
}

for (const name of names.length === 0 ? Object.keys(benches) : names) {
  const bench = benches[name]
  if (bench === undefined) {
    console.error(`no such bench: ${name}; there are ${Object.keys(benches).join(', ')}`)
    process.exit(2)
  }
  console.log(`bench ${name}`)
  await bench()
}
process.exit(0)
