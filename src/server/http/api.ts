import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance, FastifySerializerCompiler } from 'fastify'
import { LapwingError } from '../errors.ts'
import { createHashQueue } from '../users/hash-queue.ts'
import type { ApiContext, ApiServices } from './context.ts'
import { registerDocs } from './docs.ts'
import { answerError } from './errors.ts'
import { createGuessLimiter } from './guess-limiter.ts'
import { urlsOf } from './route.ts'
import { apiRoutes, sharedSchemas } from './routes.ts'
import { createValidatorCompiler } from './validation.ts'

export type { ApiContext } from './context.ts'

export const apiPrefix = '/api/0'
const maxBodyBytes = 1024 * 1024
const writeJson: FastifySerializerCompiler<unknown> = () => (data) => JSON.stringify(data)

/** No answer of the API is a page, may be kept by a cache or be read as anything but what it says it is. */
const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'x-frame-options': 'deny',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/**
 * Adds /api/0 to an app. `serializer` is for tests that hold every answer against its schema; by default answers are written as they are. No
 * CORS headers: pages of other sites get nothing.
 */
export function registerApi(
  app: FastifyInstance,
  context: ApiContext,
  options: { serializer?: FastifySerializerCompiler<unknown> } = {},
): void {
  const services: ApiServices = { ...context, signInGuesses: createGuessLimiter(), hashQueue: createHashQueue() }
  void app.register(
    async (scope) => {
      scope.setValidatorCompiler(createValidatorCompiler())
      scope.setSerializerCompiler(options.serializer ?? writeJson)
      readJsonBodies(scope)
      scope.addHook('onRequest', async (_request, reply) => {
        reply.headers(securityHeaders)
      })
      scope.setErrorHandler(async (error, request, reply) => {
        const answer = answerError(error)
        if (answer.surprise) {
          const { method, url } = request
          context.log.error({ err: error, method, url, errorId: answer.body['errorId'] }, 'an API request failed')
        }
        return reply
          .status(answer.status)
          .headers(answer.headers)
          .type('application/json')
          .send(JSON.stringify(answer.body))
      })
      registerRoutes(scope, () => services)
      refuseOtherMethods(scope)
      refuseUnknownPaths(scope)
      serveDocument(scope)
      registerDocs(scope)
    },
    { prefix: apiPrefix },
  )
}

/** All operations. `services` is asked for when a request comes. */
export function registerRoutes(scope: FastifyInstance, services: () => ApiServices): void {
  for (const schema of sharedSchemas) scope.addSchema(schema)
  for (const one of apiRoutes) one.register(scope, services)
}

/** JSON is the only body that the API takes; an empty one is no body. */
function readJsonBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  const parseJson = scope.getDefaultJsonParser('error', 'error')
  const parserOptions = { parseAs: 'string', bodyLimit: maxBodyBytes } as const
  scope.addContentTypeParser<string>('application/json', parserOptions, (request, body, done) => {
    if (body.trim() === '') done(null, undefined)
    else void parseJson(request, body, done)
  })
}

/** A known path with another method is 405 with what it does allow, as Sentry answers, not 404. */
function refuseOtherMethods(scope: FastifyInstance): void {
  const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const
  const known = Map.groupBy(apiRoutes, (one) => one.path)
  for (const [path, routes] of known) {
    const allowed = routes.map((one) => one.method)
    const others = methods.filter((method) => !allowed.some((one) => one === method))
    for (const url of urlsOf(scope, path)) {
      scope.route({
        method: others,
        url,
        schema: { hide: true },
        onRequest: async (request) => {
          throw new LapwingError('method_not_allowed', {
            detail: `Method "${request.method}" not allowed.`,
            headers: { allow: allowed.join(', ') },
          })
        },
        handler: async () => undefined,
      })
    }
  }
}

/** By a route, not as what was not found: the app's own route for pages of the web UI would come before that and answer GETs with a page. */
function refuseUnknownPaths(scope: FastifyInstance): void {
  scope.all('/*', { schema: { hide: true } }, async () => {
    throw new LapwingError('not_found')
  })
}

const documentFile = path.join(import.meta.dirname, '../../../openapi.json')

/** The file of the repository, which `npm run check` holds to the routes: making it here would stop a thread that takes events in. */
function serveDocument(scope: FastifyInstance): void {
  scope.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    return reply.type('application/json').send(createReadStream(documentFile))
  })
}
