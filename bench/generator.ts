/**
 * A lean HTTP/1.1 client for loading one server: keep-alive sockets, prebuilt requests in which only the event id is rewritten. A general
 * client (autocannon with a body per request) takes a whole core at 10,000 requests a second, and the server has only two.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface LoadOptions {
  url: string
  /** Path and query of the POST. */
  path: string
  /** Bodies to send in turn; each contains the 32 hex digits `id` wherever an event id stands. */
  bodies: { bytes: Buffer; id: string }[]
  connections: number
  /** Ends after this many requests or this time, whichever is first. */
  requests?: number
  milliseconds?: number
  /** At most so many requests a second, over all connections; default as many as go. */
  rate?: number
}

export interface LoadResult {
  ok: number
  statuses: Record<string, number>
  seconds: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
}

interface Template {
  request: Buffer
  idOffsets: number[]
}

export async function generateLoad(options: LoadOptions): Promise<LoadResult> {
  const { hostname, port } = new URL(options.url)
  const templates = options.bodies.map((body) => makeTemplate(options.path, hostname, body))
  const statuses: Record<string, number> = {}
  const latencies: number[] = []
  const limit = options.requests ?? Number.POSITIVE_INFINITY
  const started = performance.now()
  const deadline = started + (options.milliseconds ?? 600_000)
  let sent = 0

  /** One request at a time over one socket; callbacks, because promises would cost as much as the request. */
  function runConnection(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let begun = 0
      function sendNext(): void {
        if (sent >= limit || performance.now() >= deadline) {
          socket.removeAllListeners('close')
          socket.destroy()
          resolve()
          return
        }
        const number = sent++
        const due = options.rate === undefined ? 0 : started + (number / options.rate) * 1000 - performance.now()
        if (due > 1) setTimeout(() => write(number), due)
        else write(number)
      }
      function write(number: number): void {
        const template = templates[number % templates.length]
        if (template === undefined) return reject(new Error('no bodies to send'))
        const id = nextId()
        for (const offset of template.idOffsets) template.request.write(id, offset, 'latin1')
        begun = performance.now()
        // A copy: the template is rewritten while the kernel may still be reading.
        socket.write(Buffer.from(template.request))
      }
      readAnswers(socket, (status) => {
        latencies.push(performance.now() - begun)
        statuses[status] = (statuses[status] ?? 0) + 1
        sendNext()
      })
      socket.once('close', () => reject(new Error('the server closed the connection')))
      socket.once('error', reject)
      sendNext()
    })
  }

  const sockets = await Promise.all(
    Array.from({ length: options.connections }, () => openSocket(hostname, Number(port))),
  )
  await Promise.all(sockets.map(runConnection))
  const seconds = (performance.now() - started) / 1000
  const sorted = latencies.toSorted((a, b) => a - b)
  const ok = statuses['200'] ?? 0
  return {
    ok,
    statuses,
    seconds,
    perSecond: ok / seconds,
    p50: sorted[Math.floor(sorted.length * 0.5)] ?? 0,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
  }
}

function makeTemplate(path: string, host: string, body: { bytes: Buffer; id: string }): Template {
  const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/x-sentry-envelope\r\ncontent-length: ${body.bytes.length}\r\n\r\n`
  const request = Buffer.concat([Buffer.from(head), body.bytes])
  const idOffsets: number[] = []
  for (let at = request.indexOf(body.id); at !== -1; at = request.indexOf(body.id, at + 1)) idOffsets.push(at)
  return { request, idOffsets }
}

function openSocket(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Calls back with the status of each answer; bodies are passed over by their content-length. */
function readAnswers(socket: Socket, onStatus: (status: string) => void): void {
  let rest = ''
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1')
    const headEnd = rest.indexOf('\r\n\r\n')
    if (headEnd === -1) return
    const length = Number(/content-length: (\d+)/i.exec(rest)?.[1] ?? 0)
    if (rest.length < headEnd + 4 + length) return
    if (!rest.startsWith('HTTP/1.1 ')) throw new Error(`not the beginning of an answer: ${rest.slice(0, 40)}`)
    const status = rest.slice(9, 12)
    rest = rest.slice(headEnd + 4 + length)
    onStatus(status)
  })
}

const idPrefix = randomBytes(10).toString('hex')
let lastId = 0

/** 32 hex digits that no other request of this process has. */
function nextId(): string {
  return idPrefix + (++lastId).toString(16).padStart(12, '0')
}
