/** Stands between a client and the server and remembers what was asked and how it was answered: clients pass over failures in silence. */
import { createServer, request } from 'node:http'

export interface Recorder {
  url: string
  requests: { method: string; path: string; status: number }[]
  close(): Promise<void>
}

export async function startRecorder(target: string): Promise<Recorder> {
  const { hostname, port } = new URL(target)
  const requests: Recorder['requests'] = []
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      const status = answer.statusCode ?? 0
      requests.push({ method, path: url, status })
      outgoing.writeHead(status, answer.headers)
      answer.pipe(outgoing)
    })
    onward.once('error', (error) => outgoing.destroy(error))
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the recorder has no port')
  return {
    url: `http://localhost:${address.port}`,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
