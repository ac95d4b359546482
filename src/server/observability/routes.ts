import rateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LapwingError } from '../errors.ts'
import { authenticate, type Caller } from '../http/authenticate.ts'
import type { ApiContext } from '../http/context.ts'
import { maySeeReplays } from '../replays/access.ts'
import type { UserSession, UserSessionQuery } from '../storage/observability/port.ts'
import { placeOf } from '../storage/observability/order.ts'
import { writeCursor } from './cursor.ts'
import { findAppProject } from './find-project.ts'
import { membersOfQuery } from './members-of-query.ts'
import { type ListRequest, readGet, readList } from './read-list.ts'
import { isMembers, jsonTypeOf, type Members } from './read-members.ts'
import { maxBodyBytes, RefusedRequest, refusalOf } from './refusal.ts'
import { serializeSession } from './serialize.ts'

export interface ObservabilityContext extends Pick<ApiContext, 'storage' | 'baseUrl' | 'now' | 'log'> {
  /** Of one token in five minutes, 0 for any number. */
  maxRequests: number
}

const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/**
 * Adds `POST` and `GET /observability.sessions.list` and `GET /observability.sessions.get`. They stand at the root, beside /api/0, and have errors of their
 * own, because their contract is another one.
 */
export function registerObservability(app: FastifyInstance, context: ObservabilityContext): void {
  void app.register(async (scope) => {
    const callers = new WeakMap<FastifyRequest, Caller>()
    const callerOf = (request: FastifyRequest): Caller => {
      const caller = callers.get(request)
      if (!caller) throw new Error('a route was reached without authentication')
      return caller
    }
    scope.removeAllContentTypeParsers()
    const parseJson = scope.getDefaultJsonParser('error', 'error')
    scope.addContentTypeParser<string>(
      'application/json',
      { parseAs: 'string', bodyLimit: maxBodyBytes },
      (request, body, done) => void parseJson(request, body, done),
    )
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(headers)
      callers.set(request, await requireCaller(request, context))
    })
    if (context.maxRequests > 0) await scope.register(rateLimit, limitOf(context.maxRequests, callerOf))
    scope.setErrorHandler(async (error, request, reply) => {
      const { status, headers: own, body, isSurprise } = refusalOf(error)
      if (isSurprise) {
        const { method, url } = request
        const fields = { err: error, method, url, referenceId: body['reference_id'] }
        context.log.error(fields, 'a request for user sessions failed')
      }
      return reply.status(status).headers(own).send(body)
    })

    const queryOf = ({ url }: FastifyRequest): Members => membersOfQuery(url.split('?', 2)[1] ?? '')

    const list = '/observability.sessions.list'
    scope.get(list, async (request) =>
      listSessions(readList(queryOf(request), 'GET', context.now()), callerOf(request), context),
    )
    scope.post(list, async (request) =>
      listSessions(readList(readBody(request.body), 'POST', context.now()), callerOf(request), context),
    )
    scope.get('/observability.sessions.get', async (request) => {
      const { versionKey, platform, sessionId } = readGet(queryOf(request))
      const caller = callerOf(request)
      const { project, organization } = await findAppProject(versionKey, caller, context.storage.meta)
      const id = sessionId.replaceAll('-', '').toLowerCase()
      const session = /^[0-9a-f]{32}$/.test(id)
        ? await context.storage.userSessions.find({ projectId: project.id, platform, id })
        : null
      if (!session) throw new RefusedRequest({ type: 'invalid_id', field_name: 'session_id' })
      return {
        session: serializeSession(
          session,
          organization,
          await maySeeReplays(organization, caller, context.storage.meta),
        ),
      }
    })
  })
}

/** Each answer says how many are left and until when, those beyond are refused. Counted in memory, after it is known whose token it is. */
function limitOf(max: number, callerOf: (request: FastifyRequest) => Caller): RateLimitPluginOptions {
  return {
    max,
    timeWindow: 5 * 60_000,
    keyGenerator: (request) => String(callerOf(request).token?.id),
    errorResponseBuilder: (_request, { ttl }) =>
      new LapwingError('rate_limited', { headers: { 'retry-after': String(Math.ceil(ttl / 1000)) } }),
  }
}

/** A token, no cookie: nothing here is for the pages of a browser. */
async function requireCaller(
  request: FastifyRequest,
  { storage, baseUrl, now }: ObservabilityContext,
): Promise<Caller> {
  const hasToken = request.headers.authorization !== undefined
  const caller = hasToken ? await authenticate(request, { people: storage.meta, baseUrl, now: now() }) : null
  if (caller?.token) return caller
  throw new LapwingError('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="api"' } })
}

function readBody(body: unknown): Members {
  if (isMembers(body)) return body
  if (body === undefined) return {}
  const actual = jsonTypeOf(body)
  throw new RefusedRequest({ type: 'unexpected_json_type', field_name: 'body', actual, expected: 'object' })
}

async function listSessions(request: ListRequest, caller: Caller, context: ObservabilityContext) {
  const { platform, filter, sort, from, mode, limit, versionKey, organizations } = request
  const { userSessions, meta } = context.storage
  const { project, organization } = await findAppProject(versionKey, caller, meta)
  const isOthers =
    organizations !== null &&
    !organizations.some((name) => name === organization.slug || name === String(organization.id))
  if (isOthers) return { sessions: [] }
  const query: UserSessionQuery = { projectIds: [project.id], platform, filter, sort, from, mode, limit }
  const found = await userSessions.list({ ...query, limit: limit + 1 })
  // The one too many says that there are more, on the side that it was walked to.
  const isMore = found.length > limit
  const sessions = mode === 'after' ? found.slice(0, limit) : found.slice(-limit)
  const [first, last] = [sessions.at(0), sessions.at(-1)]
  const hasNext = mode === 'after' ? isMore : last !== undefined && (await isBeyond(last, 'after'))
  const hasPrevious =
    mode === 'before' ? isMore : first !== undefined && from !== null && (await isBeyond(first, 'before'))
  const visible = await maySeeReplays(organization, caller, context.storage.meta)
  return {
    ...(hasNext && last && { next_cursor: writeCursor(last, sort) }),
    ...(hasPrevious && first && { prev_cursor: writeCursor(first, sort) }),
    sessions: sessions.map((session) => serializeSession(session, organization, visible)),
  }

  async function isBeyond(edge: UserSession, side: 'after' | 'before'): Promise<boolean> {
    const beyond = await userSessions.list({ ...query, from: placeOf(edge, sort), mode: side, limit: 1 })
    return beyond.length > 0
  }
}
