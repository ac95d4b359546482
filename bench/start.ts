import { bootServer, temporaryFolder } from '../test/support/server.ts'
import { postEnvelope } from '../test/support/client.ts'
import { makeEnvelope, makeEvent } from './event.ts'
import { filledFolder } from './fill.ts'
import { record } from './results.ts'
import { median } from './support.ts'

const rounds = 5

/** From starting the process to the first acknowledged event: on an empty folder, and on one with many events. */
export async function benchStart(events: number): Promise<void> {
  const empty: number[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = await temporaryFolder('start')
    empty.push(await timeToFirstEvent(folder.path))
    await folder.remove()
  }
  record('start to first accepted event, empty', {
    value: median(empty),
    unit: 'ms',
    budget: '< 1000 ms',
    met: median(empty) < 1000,
  })
  const data = await filledFolder(events)
  const full: number[] = []
  for (let round = 0; round < rounds; round++) full.push(await timeToFirstEvent(data))
  record(`start to first accepted event, ${events / 1e6} M events`, {
    value: median(full),
    unit: 'ms',
    budget: '< 2000 ms (at 10 M)',
    met: median(full) < 2000,
  })
}

async function timeToFirstEvent(data: string): Promise<number> {
  const started = performance.now()
  const server = await bootServer({ data, args: ['--log-level', 'error'] })
  const event = makeEvent({ number: 1, issue: 1, timestamp: Date.now() / 1000 })
  const response = await postEnvelope(server.dsn, makeEnvelope(event).toString('utf8'))
  const took = performance.now() - started
  if (response.status !== 200) throw new Error(`the first event was refused: ${response.status}`)
  await server.stop()
  return took
}
