import { setTimeout as delay } from 'node:timers/promises'
import { generateLoad } from './generator.ts'
import { benchRecordingMemory } from './recording-memory.ts'
import { record } from './results.ts'
import { makeBodies, residentMb, startBenchServer } from './support.ts'

/** Resident memory of the whole process: idle after the start, the highest seen under 20 s of load at the digest's budget, and with the largest recording. */
export async function benchMemory(): Promise<void> {
  const server = await startBenchServer()
  try {
    const pid = server.process.pid ?? 0
    await delay(3000)
    const idle = await residentMb(pid)
    record('resident memory, idle', { value: idle, unit: 'MB', budget: '< 150 MB', met: idle < 150 })
    const bodies = makeBodies(500, 50, 3600)
    const load = generateLoad({
      url: server.url,
      path: server.path,
      bodies,
      connections: 32,
      rate: 5000,
      milliseconds: 20_000,
    })
    let highest = 0
    let running = true
    void load.finally(() => {
      running = false
    })
    while (running) {
      highest = Math.max(highest, await residentMb(pid))
      await delay(100)
    }
    await load
    record('resident memory, sustained load', { value: highest, unit: 'MB', budget: '< 400 MB', met: highest < 400 })
  } finally {
    await server.end()
  }
  await benchRecordingMemory()
}
