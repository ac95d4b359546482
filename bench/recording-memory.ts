/** What the largest recording that there may be takes in memory on its way in. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { eventually, postEnvelope } from '../test/support/client.ts'
import { record } from './results.ts'
import { type BenchServer, startBenchServer } from './support.ts'

const inflatedBytes = 99 * 1024 * 1024
/** Pages are told in pieces: 200 KB of changes each. */
const changesAtOnce = 1000

/** Shrinks to a twelfth, which is below the 10 MiB that may be sent; some texts hold a card number, so that events are written anew. */
export async function benchRecordingMemory(): Promise<void> {
  const recording = makeRecording(inflatedBytes)
  const server = await startBenchServer()
  try {
    await send(server, makeRecording(100_000), 1)
    const before = await highestMb(server)
    await send(server, recording, 2)
    const highest = await highestMb(server)
    record('resident memory, highest while a recording of 99 MiB comes in', {
      value: highest,
      unit: `MB (${Math.round(before)} before)`,
      budget: '< 300 MB',
      met: highest < 300,
    })
  } finally {
    await server.end()
  }
}

function makeRecording(bytes: number): Buffer {
  const events: string[] = []
  let [size, id] = [0, 0]
  while (size < bytes) {
    const adds = Array.from({ length: changesAtOnce }, () => {
      id++
      const text =
        id % 50 === 0 ? 'paid with 4111 1111 1111 1111' : `${wordOf(id)} ${wordOf(id * 3)} item ${wordOf(id * 7)}`
      const attributes = { class: 'row wide product-card', id: `item-${id}` }
      const childNodes = [{ type: 3, textContent: text, id: id * 2 }]
      return { parentId: 5, nextId: null, node: { type: 2, tagName: 'div', attributes, childNodes, id: id * 2 + 1 } }
    })
    const data = { source: 0, texts: [], attributes: [], removes: [], adds }
    const event = JSON.stringify({ type: 3, timestamp: Date.now() + events.length, data })
    events.push(event)
    size += event.length + 1
  }
  return Buffer.from(`[${events.join(',')}]`)
}

/** One of 400, as if by chance. */
function wordOf(n: number): string {
  return (((n * 2_654_435_761) % 2 ** 32) % 400).toString(36).repeat(3)
}

async function send(server: BenchServer, recording: Buffer, known: number): Promise<void> {
  const replay = randomUUID().replaceAll('-', '')
  const said = { type: 'replay_event', replay_id: replay, segment_id: 0, timestamp: Date.now() / 1000 }
  const body = Buffer.concat([Buffer.from('{"segment_id":0}\n'), deflateSync(recording)])
  const lines = [
    JSON.stringify({ event_id: replay }),
    '{"type":"replay_event"}',
    JSON.stringify(said),
    JSON.stringify({ type: 'replay_recording', length: body.length }),
    '',
  ]
  const response = await postEnvelope(server.dsn, Buffer.concat([Buffer.from(lines.join('\n')), body]))
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`the recording was refused: ${response.status}`)
  await eventually(async () => {
    const { data }: { data: unknown[] } = Object(await server.client.get('/organizations/lapwing/replays/'))
    return data.length === known
  })
}

/** Since its start, by the kernel's books. */
async function highestMb(server: BenchServer): Promise<number> {
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024
}
