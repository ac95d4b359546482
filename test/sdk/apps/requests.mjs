/** An HTTP server whose requests are sessions: five that go well, two with an error, one that crashes. */
import * as Sentry from '@sentry/node'
import { flush, start } from './start.mjs'

start({ release: 'api@5.1.0', environment: 'staging' })
// Only what is loaded after the SDK is instrumented.
const { createServer } = await import('node:http')
const server = createServer((request, response) => {
  if (request.url === '/handled') Sentry.captureException(new Error('out of stock'))
  if (request.url === '/crash') {
    Sentry.captureException(new Error('out of memory'), { mechanism: { type: 'generic', handled: false } })
  }
  response.writeHead(request.url === '/' ? 200 : 500).end()
})

await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()
for (const path of ['/', '/handled', '/', '/', '/crash', '/', '/handled', '/']) {
  await (await fetch(`http://127.0.0.1:${port}${path}`)).text()
}
server.close()
// Sends what was counted, too, which is else sent once a minute.
await flush()
