import { generateLoad } from './generator.ts'
import { record } from './results.ts'
import { makeBodies, median, startBareServer, startBenchServer } from './support.ts'

const rounds = 3
const milliseconds = 5000

/**
 * Envelopes acknowledged a second, durable, 3.6 KB, 64 connections, beside a bare server that appends and fdatasyncs: turn about, so that both see
 * the same weather. The digest runs meanwhile, as in life; between rounds it is left to finish.
 */
export async function benchIngest(): Promise<void> {
  const bodies = makeBodies(64, 50, 3600)
  const bare = await startBareServer()
  const server = await startBenchServer()
  try {
    const ours: number[] = []
    const theirs: number[] = []
    const latencies: number[] = []
    for (let round = 0; round < rounds; round++) {
      const ceiling = await generateLoad({ url: bare.url, path: '/', bodies, connections: 64, milliseconds })
      theirs.push(ceiling.perSecond)
      const result = await generateLoad({ url: server.url, path: server.path, bodies, connections: 64, milliseconds })
      if (result.ok === 0 || Object.keys(result.statuses).length > 1)
        throw new Error(`refused: ${JSON.stringify(result.statuses)}`)
      ours.push(result.perSecond)
      latencies.push(result.p99)
      console.log(
        `  round ${round + 1}: bare ${Math.round(ceiling.perSecond)}/s, lapwing ${Math.round(result.perSecond)}/s`,
      )
    }
    const ratio = median(ours.map((value, index) => value / (theirs[index] ?? value)))
    record('accepted envelopes', {
      value: median(ours),
      unit: '/s (3.6 KB, 64 connections, durable)',
      ceiling: median(theirs),
      ratio,
      budget: '≥ 50 % of a bare append + fdatasync server',
      met: ratio >= 0.5,
    })
    record('accepted envelopes, p99', { value: median(latencies), unit: 'ms', budget: 'none', met: true })
  } finally {
    await server.end()
    await bare.end()
  }
}
