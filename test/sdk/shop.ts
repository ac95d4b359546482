/** A shop's page on a host of its own, with the browser SDK bundled into its script. */
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'vite'

/** Folders beside this file, with a page and its script. */
export type ShopPage = 'page' | 'replay-page' | 'picture-page'

export interface Shop {
  /** With a slash at the end. `sentryOptions` (query) are the options of `Sentry.init`, as JSON. */
  url: string
  close(): Promise<void>
}

/** `options` are those of `Sentry.init`: the DSN at least. `policy`: what the page may do (Content-Security-Policy); anything, if not said. */
export async function openShop(
  options: Record<string, unknown>,
  { page = 'page', policy }: { page?: ShopPage; policy?: string } = {},
): Promise<Shop> {
  const folder = path.join(import.meta.dirname, page)
  const script = await bundle(folder)
  const html = await readFile(path.join(folder, 'index.html'), 'utf8')
  const files: Record<string, [string, string]> = {
    '/': [
      'text/html',
      html.replace('<script ', `<script>globalThis.sentryOptions=${JSON.stringify(options)}</script>\n    <script `),
    ],
    '/app.js': ['text/javascript', script],
    '/stock.json': ['application/json', '{"books":3}'],
  }
  const server = createServer((request, response) => {
    const [type, body] = files[new URL(request.url ?? '/', 'http://shop').pathname] ?? []
    if (type === undefined || body === undefined) response.writeHead(404).end()
    else {
      const headers = policy === undefined ? {} : { 'content-security-policy': policy }
      response.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(body)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the shop has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The page's script with the SDK in it. Not minified: the functions keep the names that the test looks for. */
async function bundle(folder: string): Promise<string> {
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: path.join(folder, 'app.js'), formats: ['iife'], name: 'page' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  const chunk = output && 'output' in output ? output.output.find((part) => part.type === 'chunk') : undefined
  if (chunk?.type !== 'chunk') throw new Error('the page was not bundled')
  return chunk.code
}
