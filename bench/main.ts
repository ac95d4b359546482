/** `npm run bench -- ingest|digest|query|sessions|replays|player|memory|start … [--events N] [--sessions N] [--replays N]`: no name runs all. */
import { parseArgs } from 'node:util'
import { benchDigest } from './digest.ts'
import { benchIngest } from './ingest.ts'
import { benchMemory } from './memory.ts'
import { benchPlayer } from './player.ts'
import { benchQuery } from './query.ts'
import { benchReplays } from './replays.ts'
import { benchSessions } from './sessions.ts'
import { benchStart } from './start.ts'

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string', default: '1000000' },
    sessions: { type: 'string', default: '10000000' },
    replays: { type: 'string', default: '1000000' },
  },
})
const events = Number(values.events)

const benches: Record<string, () => Promise<void>> = {
  ingest: benchIngest,
  digest: benchDigest,
  memory: benchMemory,
  start: () => benchStart(events),
  query: () => benchQuery(events),
  sessions: () => benchSessions(Number(values.sessions)),
  player: benchPlayer,
  replays: () => benchReplays(Number(values.replays)),
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
