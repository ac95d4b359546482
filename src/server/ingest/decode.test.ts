import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import net from 'node:net'
import zlib from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../http/testing/eventually.ts'
import { createFakeServer, envelope, eventId, type FakeServer, oneEvent, publicKey } from './fake-server.ts'

const MiB = 1024 * 1024
const path = `/api/42/envelope/?sentry_key=${publicKey}`

/** Small limits, so that reaching them is quick; larger than what is inflated on the main thread. */
const limits = { requestBytes: 1 * MiB, envelopeBytes: 4 * MiB, inFlightBytes: 12 * MiB }

let server: FakeServer
let port: number
beforeAll(async () => {
  server = await createFakeServer({ limits })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const address = server.app.server.address()
  port = isAddress(address) ? address.port : 0
})
afterAll(() => server.app.close())
beforeEach(() => {
  server.spooled.length = 0
})

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

/** Sends the chunks one by one over a socket; with `content-length` when given, chunked else. */
function send(chunks: Uint8Array[], headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, path, method: 'POST', headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
      )
    })
    request.on('error', reject)
    for (const chunk of chunks) request.write(chunk)
    request.end()
  })
}

const encoders = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  GZIP: zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: (bytes: Uint8Array) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: zlib.zstdCompressSync,
} as const

/** An envelope of this many bytes of payload that hardly compress. */
function large(bytes: number): Buffer {
  let seed = 1
  const noise = Buffer.alloc(bytes, 'x').map(() => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
    return 0x20 + ((seed >> 16) % 64)
  })
  return Buffer.from(envelope({ event_id: eventId }, ['attachment', Buffer.from(noise).toString('latin1')]))
}

describe('a body', () => {
  it('may come in any chunks, with or without a length', async () => {
    const bytes = Buffer.from(oneEvent)
    const bits = [...bytes].map((byte) => Buffer.of(byte))
    expect(await send([bytes], { 'content-length': bytes.length })).toMatchObject({ status: 200 })
    expect(await send(bits)).toMatchObject({ status: 200, body: `{"id":"${eventId}"}` })
    expect(await send(bits, { 'content-length': bytes.length })).toMatchObject({ status: 200 })
    expect(server.spooled.map(({ text }) => text)).toEqual([oneEvent, oneEvent, oneEvent])
  })

  it.each(Object.entries(encoders))('may be encoded with %s, small and large', async (encoding, encode) => {
    for (const bytes of [Buffer.from(oneEvent), large(300_000)]) {
      const encoded = encode(bytes)
      const half = encoded.length >> 1
      const answer = await send([encoded.subarray(0, half), encoded.subarray(half)], { 'content-encoding': encoding })
      expect(answer).toMatchObject({ status: 200, body: `{"id":"${eventId}"}` })
      expect(server.spooled.at(-1)?.text).toBe(bytes.toString())
    }
  })

  it('may be small and inflate to more than is inflated at once', async () => {
    const text = envelope({ event_id: eventId }, ['attachment', 'x'.repeat(3 * MiB)])
    expect((await send([zlib.gzipSync(text)], { 'content-encoding': 'gzip' })).status).toBe(200)
    expect(server.spooled[0]?.text === text).toBe(true)
  })

  it('may be deflated without the header of zlib', async () => {
    for (const bytes of [Buffer.from(oneEvent), large(300_000)]) {
      expect((await send([zlib.deflateRawSync(bytes)], { 'content-encoding': 'deflate' })).status).toBe(200)
    }
  })

  it.each(['identity', ''])('may say that it is not encoded ("%s")', async (encoding) => {
    expect((await send([Buffer.from(oneEvent)], { 'content-encoding': encoding })).status).toBe(200)
  })

  it.each(['compress', 'gzip, gzip', 'constructor'])('may not be encoded with "%s"', async (encoding) => {
    const answer = await send([Buffer.from(oneEvent)], { 'content-encoding': encoding })
    expect(answer.status).toBe(415)
    expect(answer.headers['accept-encoding']).toBe('gzip, deflate, br, zstd')
  })

  it.each(['gzip', 'deflate', 'br', 'zstd'] as const)(
    'that is not %s, or only the half of it, is refused',
    async (encoding) => {
      const encoded = encoders[encoding](large(300_000))
      for (const bytes of [Buffer.from(oneEvent), encoded.subarray(0, 1000), encoded.subarray(0, encoded.length - 5)]) {
        const answer = await send([bytes], { 'content-encoding': encoding })
        expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('invalid request body') })
      }
      expect(server.spooled).toEqual([])
    },
  )
})

describe('limits', () => {
  it('stop a body by its declared length before it is read', async () => {
    const answer = await send([], { 'content-length': 5 * MiB, expect: '100-continue' })
    expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } })
  })

  it.each([
    ['not compressed', {}, 5 * MiB],
    ['compressed', { 'content-encoding': 'gzip' }, 2 * MiB],
  ])('stop a body without a declared length while it is read (%s)', async (_name, headers, length) => {
    const socket = net.connect(port, '127.0.0.1')
    const lines = Object.entries({ ...headers, 'transfer-encoding': 'chunked', host: 'x' }).map(
      ([n, v]) => `${n}: ${v}\r\n`,
    )
    socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${length.toString(16)}\r\n`)
    // The body never ends: the answer must come all the same.
    socket.write(Buffer.alloc(length))
    socket.on('error', () => undefined)
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i)
    socket.destroy()
  })

  it.each(['gzip', 'deflate', 'br', 'zstd'] as const)('stop a bomb of %s', async (encoding) => {
    const bomb = encoders[encoding](Buffer.alloc(64 * MiB))
    expect(bomb.length).toBeLessThan(limits.requestBytes)
    const before = process.memoryUsage().arrayBuffers
    const answer = await send([bomb], { 'content-encoding': encoding })
    expect(answer).toMatchObject({ status: 413, body: expect.stringContaining('size limit') })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * MiB)
  })

  it('stop a zstd frame that asks for a window of its own size', async () => {
    const params = { [zlib.constants.ZSTD_c_windowLog]: 27, [zlib.constants.ZSTD_c_compressionLevel]: 1 }
    const stream = zlib.createZstdCompress({ params })
    stream.end(oneEvent)
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part)
    expect((await send(parts, { 'content-encoding': 'zstd' })).status).toBe(400)
  })

  it('turn uploads away while too much is held at one time, and take them again after', async () => {
    const slow = Array.from({ length: 3 }, () => {
      const request = http.request({ port, path, method: 'POST', headers: { 'content-length': 4 * MiB } })
      request.on('error', () => undefined)
      request.write(Buffer.alloc(4 * MiB - 1, 'x'))
      return request
    })
    await eventually(async () => {
      const answer = await send([large(100_000)])
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5', connection: 'close' } })
    })
    for (const request of slow) request.destroy()
    await eventually(async () => expect((await send([large(100_000)])).status).toBe(200))
  })
})

describe('a client that goes away in the middle', () => {
  it.each([{}, { 'content-encoding': 'gzip' }])('leaves nothing behind (%j)', async (headers) => {
    const request = http.request({ port, path, method: 'POST', headers: { ...headers, 'content-length': 10_000 } })
    request.on('error', () => undefined)
    const arrived = once(server.app.server, 'request')
    request.write(oneEvent)
    const [incoming] = await arrived
    request.destroy()
    await new Promise((resolve) => incoming.on('close', resolve))
    expect((await send([Buffer.from(oneEvent)])).status).toBe(200)
    expect(server.spooled.length).toBe(1)
  })
})
