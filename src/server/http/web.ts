/** Serves the built web UI, and turns one-time links into a session. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fastifyStatic } from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { MetaStore } from '../storage/meta/port.ts'
import { consumeSignInLink } from '../users/sign-in-link.ts'
import { createWebSession, sessionCookieHeader } from '../users/web-session.ts'

export interface WebContext {
  /** Folder of the build: `index.html` and `assets/`. */
  directory: string
  meta: MetaStore
  baseUrl: string
  now(): number
}

/** Nothing from elsewhere, nothing inline. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
}

/**
 * The frame that shows recorded pages (src/web/replay-stage). The recorded document is an `about:blank` frame within it and so is under the same
 * policy: styles stand in the page, nothing is asked of anybody, no form or frame leads anywhere. The scripts are the player's; the recorded document runs none,
 * for want of `allow-scripts` in its sandbox. `hosts`: from where pictures, styles, fonts and media may come.
 */
const stageHeaders = (hosts: string) => ({
  'content-security-policy':
    `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'${hosts}; img-src data: blob:${hosts}; ` +
    `font-src data:${hosts}; media-src data: blob:${hosts}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  // Whom a viewer lets in learns nothing of where it is viewed.
  'referrer-policy': 'no-referrer',
  'x-dns-prefetch-control': 'off',
  'cache-control': 'no-cache',
})
const stagePage = 'replay-stage/index.html'
/** After the viewer said so, for one replay. */
const anyHost = ' http: https:'

const yearSeconds = 365 * 86_400

/** Every path outside /api that is no file is the one page; the router in the browser knows what it shows. */
export async function registerWeb(app: FastifyInstance, context: WebContext): Promise<void> {
  // For whoever watches the process: it answers as soon as requests are taken in.
  app.get('/_health/', async (_request, reply) => reply.type('text/plain').send('ok'))

  app.get('/sign-in/', { exposeHeadRoute: false }, async (request, reply) => {
    const token = readToken(request.query)
    if (token === null) return sendPage(reply)
    // Used up here, by the server, so that the address bar and the history keep nothing that is still worth something.
    const user = await consumeSignInLink(context.meta, token, context.now())
    if (user === null) return reply.redirect('/sign-in/?error=link', 303)
    const secret = await createWebSession(context.meta, { userId: user.id, now: context.now() })
    return reply
      .header('set-cookie', sessionCookieHeader(secret, context.baseUrl))
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect('/', 303)
  })

  if (!existsSync(path.join(context.directory, 'index.html'))) {
    app.get('/', async (_request, reply) =>
      reply.type('text/plain').send('The web UI is not built: run `npm run build`.\n'),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: context.directory,
    wildcard: false,
    index: false,
    // Never without its policy.
    globIgnore: [stagePage],
    // Files below assets/ carry a hash of their content in the name.
    setHeaders(reply, file) {
      const isHashed = file.includes(`${path.sep}assets${path.sep}`)
      void reply.header('cache-control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
      void reply.header('x-content-type-options', 'nosniff')
    },
  })
  app.get('/replay-stage/', (_request, reply) => reply.headers(stageHeaders('')).sendFile(stagePage))
  app.get('/replay-stage/with-hosts/', (_request, reply) => reply.headers(stageHeaders(anyHost)).sendFile(stagePage))
  app.get('/', (_request, reply) => sendPage(reply))
  app.get('/*', (request, reply) => {
    if (path.extname(request.url.split('?', 1)[0] ?? '') !== '' && request.url.startsWith('/assets/')) {
      return reply.code(404).type('text/plain').send('not found\n')
    }
    return sendPage(reply)
  })
}

function sendPage(reply: FastifyReply): FastifyReply {
  return reply.headers(securityHeaders).sendFile('index.html')
}

function readToken(query: unknown): string | null {
  if (typeof query !== 'object' || query === null || !('token' in query)) return null
  return typeof query.token === 'string' && query.token !== '' ? query.token : null
}
