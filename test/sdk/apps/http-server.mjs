/** An HTTP server that fails on a request, called once by itself. */
import { once } from 'node:events'
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start({ sendDefaultPii: true })
// Only what is loaded after the SDK is instrumented.
const { createServer } = await import('node:http')
const server = createServer((request, response) => void serve(request, response))

async function serve(request, response) {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  await once(request, 'end')
  Sentry.captureException(new Error(`cannot serve ${request.method} of ${body.length} bytes`))
  response.writeHead(500).end('sorry')
}

await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()
// Elsewhere than the failing line, so that its source, which the SDK sends along, holds no secret.
const { call } = await import('./call.mjs')
await call(port)
server.close()
await flush()
