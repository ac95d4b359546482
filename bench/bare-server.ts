/**
 * The ceiling of the ingest path: an HTTP server that does nothing but append the body to a file and answer after an fdatasync that it
 * shares with whoever waits. `node bench/bare-server.ts FILE` prints its port.
 */
import { open } from 'node:fs/promises'
import { createServer } from 'node:http'

const handle = await open(process.argv[2] ?? '', 'w')
const answer = '{"id":"00000000000000000000000000000000"}'
let position = 0
let waiting: { body: Buffer; done(): void }[] = []
let writing = false

async function writeGroups(): Promise<void> {
  writing = true
  await new Promise(setImmediate)
  while (waiting.length > 0) {
    const group = waiting
    waiting = []
    const bytes = Buffer.concat(group.map((entry) => entry.body))
    await handle.write(bytes, 0, bytes.length, position)
    await handle.datasync()
    position += bytes.length
    for (const entry of group) entry.done()
  }
  writing = false
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    waiting.push({
      body,
      done() {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
        response.end(answer)
      },
    })
    if (!writing) void writeGroups()
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' && address !== null ? address.port : 0)
})
