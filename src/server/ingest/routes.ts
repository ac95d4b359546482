import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteGenericInterface } from 'fastify'
import { formatRateLimits } from '../../protocol/rate-limits.ts'
import { errorCatalogue } from '../errors.ts'
import { type Acceptance, acceptEnvelope } from './accept.ts'
import { authorize, createCredentialReader, type Sender } from './authenticate.ts'
import { corsHeaders, preflightHeaders } from './cors.ts'
import { readBody } from './decode.ts'
import { createMemoryGauge, type MemoryLease } from './memory-gauge.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { refuse } from './refuse.ts'
import { wrapStoreBody } from './store-body.ts'
import { defaultIngestLimits, type IngestContext, type IngestOptions, type Refusal, type Result } from './types.ts'

interface IngestRoute extends RouteGenericInterface {
  Params: { project?: string }
}
type IngestRequest = FastifyRequest<IngestRoute>
type IngestReply = FastifyReply<IngestRoute>

/** Reads a request and makes one envelope of it. */
type ReadEnvelope = (request: IngestRequest, lease: MemoryLease) => Promise<Result<Uint8Array>>

/**
 * The endpoints that SDKs send events to: `POST /api/{project}/envelope/`, `POST` and `GET /api/{project}/store/`, and
 * `/api/store/` of SDKs older than project ids in paths; each with and without the last slash, and its CORS preflight.
 */
export async function registerIngest(app: FastifyInstance, options: IngestOptions): Promise<void> {
  const context: IngestContext = {
    findKey: options.findKey,
    spool: options.spool,
    countOutcome: options.countOutcome,
    now: options.now,
    rateLimiter: options.rateLimiter ?? createRateLimiter(),
    onSpoolError: options.onSpoolError ?? (() => undefined),
    limits: { ...defaultIngestLimits, ...options.limits },
  }
  const clientIp = options.clientIp ?? ((request: FastifyRequest) => request.ip)
  const gauge = createMemoryGauge(context.limits.inFlightBytes)
  const readCredentials = createCredentialReader()

  async function take(request: IngestRequest, readEnvelope: ReadEnvelope): Promise<Result<Acceptance>> {
    const { headers } = request
    const project = request.params.project ?? null
    const credentials = readCredentials(headers, readQuery(request))
    if (!credentials.ok) return credentials
    let sender: Sender | null = null
    if (credentials.value !== null) {
      // Before the body: a stranger's upload is not read.
      const authorized = await authorize(context, credentials.value, project)
      if (!authorized.ok) return authorized
      sender = authorized.value
    }
    const lease = gauge.lease()
    try {
      const envelope = await readEnvelope(request, lease)
      if (!envelope.ok) return envelope
      return await acceptEnvelope(context, {
        sender,
        project,
        headers,
        clientIp: clientIp(request),
        bytes: envelope.value,
      })
    } finally {
      lease.release()
    }
  }

  const readPosted: ReadEnvelope = (request, lease) => readBody(request.raw, request.headers, context.limits, lease)

  const readStored: ReadEnvelope = async (request, lease) => {
    const body = await readPosted(request, lease)
    const isEnvelope = request.headers['content-type']?.startsWith('application/x-sentry-envelope') === true
    return !body.ok || isEnvelope ? body : wrapStoreBody(body.value, lease)
  }

  const readPixel: ReadEnvelope = (request, lease) => wrapStoreBody(Buffer.from(readQuery(request)), lease)

  /**
   * All is done in this hook. After it Fastify would look for a parser by content type, and refuse what is not well-formed there;
   * the protocol ignores the content type, which browsers choose to spare themselves a preflight.
   */
  function route(
    methods: HTTPMethods[],
    url: string,
    answer: (request: IngestRequest, reply: IngestReply) => Promise<IngestReply>,
  ): void {
    for (const form of isSlashIgnored(app) ? [url] : [url, `${url}/`]) {
      app.route<IngestRoute>({ method: methods, url: form, onRequest: answer, handler: () => undefined })
    }
  }

  const refuseMethod = (allow: string) => async (_request: IngestRequest, reply: IngestReply) =>
    answerRefusal(reply, refuse('method_not_allowed', { headers: { allow } }).refusal)
  const answerPreflight = async (_request: IngestRequest, reply: IngestReply) =>
    reply.headers(preflightHeaders).send('')

  app.setErrorHandler<Error>((error, request, reply) => {
    request.log.error(error)
    // Fastify's own complaints about a request have a status below 500; anything else is a surprise.
    const isExpected = 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500
    const { status, headers, body } = formatRefusal(refuse(isExpected ? 'bad_request' : 'internal').refusal)
    return reply.code(status).headers(headers).send(body)
  })

  const envelope = '/api/:project/envelope'
  route(['POST'], envelope, async (request, reply) => answer(reply, await take(request, readPosted)))
  route(['OPTIONS'], envelope, answerPreflight)
  route(['GET', 'PUT', 'PATCH', 'DELETE'], envelope, refuseMethod('POST, OPTIONS'))

  for (const store of ['/api/:project/store', '/api/store']) {
    route(['POST'], store, async (request, reply) => answer(reply, await take(request, readStored)))
    route(['GET'], store, async (request, reply) => answerPixel(reply, await take(request, readPixel)))
    route(['OPTIONS'], store, answerPreflight)
    route(['PUT', 'PATCH', 'DELETE'], store, refuseMethod('GET, POST, OPTIONS'))
  }
}

function answer(reply: IngestReply, taken: Result<Acceptance>): IngestReply {
  if (!taken.ok) return answerRefusal(reply, taken.refusal)
  const { eventId, rateLimits } = taken.value
  reply.headers(corsHeaders)
  if (rateLimits.length > 0) reply.header('x-sentry-rate-limits', formatRateLimits(rateLimits))
  reply.header('content-type', 'application/json')
  return reply.send(eventId === null ? '{}' : `{"id":"${eventId}"}`)
}

/** For events that come as the address of an image. */
function answerPixel(reply: IngestReply, taken: Result<Acceptance>): IngestReply {
  if (!taken.ok) return answerRefusal(reply, taken.refusal)
  return reply.headers(corsHeaders).header('content-type', 'image/gif').header('cache-control', 'no-store').send(pixel)
}

function answerRefusal(reply: IngestReply, refusal: Refusal): IngestReply {
  const { status, headers, body } = formatRefusal(refusal)
  return reply.code(status).headers(headers).send(body)
}

/** `{"detail", "causes"}` and the detail once more as a header, which is how the oldest SDKs tell people what is wrong. */
function formatRefusal({ code, detail, causes, headers }: Refusal): {
  status: number
  headers: Record<string, string>
  body: string
} {
  return {
    status: errorCatalogue[code].status,
    headers: { ...corsHeaders, 'content-type': 'application/json', 'x-sentry-error': detail, ...headers },
    body: JSON.stringify(causes.length > 0 ? { detail, causes } : { detail }),
  }
}

/** A transparent GIF of one pixel: header, a palette of two colours, the second one transparent, and one row of it. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')

function readQuery(request: IngestRequest): string {
  const { url = '' } = request.raw
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark + 1)
}

function isSlashIgnored(app: FastifyInstance): boolean {
  return app.initialConfig.routerOptions?.ignoreTrailingSlash === true || app.initialConfig.ignoreTrailingSlash === true
}
