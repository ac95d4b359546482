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

  async function runConnection(): Promise<void> {
    const socket = await openSocket(hostname, Number(port))
    const answer = readAnswers(socket)
    while (sent < limit && performance.now() < deadline) {
      const number = sent++
      if (options.rate !== undefined) await waitUntil(started + (number / options.rate) * 1000)
      const template = templates[number % templates.length]
      if (template === undefined) throw new Error('no bodies to send')
      const id = randomBytes(16).toString('hex')
      for (const offset of template.idOffsets) template.request.write(id, offset, 'latin1')
      const begun = performance.now()
      // Copied by the kernel before write returns or else queued: a fresh buffer is needed only in the second case.
      socket.write(options.connections > templates.length ? Buffer.from(template.request) : template.request)
      const status = await answer()
      latencies.push(performance.now() - begun)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    socket.destroy()
  }

  await Promise.all(Array.from({ length: options.connections }, runConnection))
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

/** A function that resolves with the status of the next answer; bodies are passed over by their content-length. */
function readAnswers(socket: Socket): () => Promise<string> {
  let buffered = ''
  let resolve: ((status: string) => void) | null = null
  let reject: ((error: Error) => void) | null = null
  function settle(): void {
    const headEnd = buffered.indexOf('\r\n\r\n')
    if (headEnd === -1 || resolve === null) return
    const head = buffered.slice(0, headEnd)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (buffered.length < headEnd + 4 + length) return
    buffered = buffered.slice(headEnd + 4 + length)
    const done = resolve
    resolve = null
    done(head.slice(9, 12))
  }
  socket.on('data', (chunk) => {
    buffered += chunk.toString('latin1')
    settle()
  })
  socket.on('close', () => reject?.(new Error('the server closed the connection')))
  return () =>
    new Promise((onStatus, onError) => {
      resolve = onStatus
      reject = onError
      settle()
    })
}

async function waitUntil(time: number): Promise<void> {
  const left = time - performance.now()
  if (left > 1) await new Promise((resolve) => setTimeout(resolve, left))
}
