import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { type Static, type TObject, type TSchema, Type } from './type.ts'
import { LapwingError } from '../errors.ts'
import type { Issue } from '../storage/meta/ports/issues.ts'
import type { Organization, Team } from '../storage/meta/ports/people.ts'
import type { Project } from '../storage/meta/ports/projects.ts'
import { authenticate, type Caller, hasCredentials } from './authenticate.ts'
import { type Access, findSubject, resolveSubject, type Subject } from './authorize.ts'
import type { ApiServices } from './context.ts'
import { type Cursor, linkHeader, type Page } from './paging.ts'
import type { Scope } from './scopes.ts'

/** What a handler gives that has sent its answer itself, because it is no JSON. */
export const answered: unique symbol = Symbol('answered')

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Who may call a route: anybody, anybody signed in, or who holds one of the scopes in the organisation that the path names. */
export type Permission = 'public' | 'signed-in' | readonly [Scope, ...Scope[]]

/** What the path promises: `{organization_id_or_slug}` in it gives the handler an organisation that the caller can see, and so on. */
type Named<Path extends string> = (Path extends `${string}{organization_id_or_slug}${string}`
  ? { organization: Organization }
  : unknown) &
  (Path extends `${string}{project_id_or_slug}${string}` ? { organization: Organization; project: Project } : unknown) &
  (Path extends `${string}{team_id_or_slug}${string}` ? { team: Team } : unknown) &
  (Path extends `${string}{issue_id}${string}`
    ? { organization: Organization; project: Project; issue: Issue }
    : unknown)

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [Key in Name]: string } & ParamsOf<Rest>
  : unknown

/** A handler's input: found, authorised and validated. */
export type RouteInput<
  Path extends string = string,
  Allowed extends Permission = Permission,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
> = Named<Path> & {
  caller: Allowed extends 'public' ? Caller | null : Caller
  access: Access
  params: ParamsOf<Path>
  query: Static<Query>
  body: Static<Body>
  request: FastifyRequest
  reply: FastifyReply
  /** Sends the page's `Link` header and gives the rows. */
  page: <Row>(page: Page<Row>, cursor: Cursor | null) => Row[]
}

export interface RouteDefinition<
  Path extends string,
  Allowed extends Permission,
  Query extends TObject,
  Body extends TSchema,
  Response extends TSchema,
> {
  method: Method
  /** Below /api/0, with Sentry's trailing slash: `/organizations/{organization_id_or_slug}/issues/`. */
  path: Path
  /** Further paths that are served alike but not documented, with the same names in braces. */
  aliases?: string[]
  permission: Allowed
  query?: Query
  body?: Body
  /** Null for answers without a body (204). */
  response: Response | null
  /** 200 unless told; 204 when there is no body. */
  status?: number
  /** Of the request's body, in bytes; unless told, what all routes take. */
  bodyLimit?: number
  summary: string
  tags: string[]
  handler(
    input: RouteInput<Path, Allowed, Query, Body>,
    services: ApiServices,
  ): Promise<Static<Response> | typeof answered>
}

/** A route with its types folded away: what tables, tests and the registration need. */
export interface Route {
  method: Method
  path: string
  permission: Permission
  register(scope: FastifyInstance, services: () => ApiServices): void
}

const NoQuery = Type.Object({})

/** Declares a route. There is no way to one that is not authorised: `permission` is checked before the handler is called. */
export function route<
  const Path extends string,
  const Allowed extends Permission,
  Query extends TObject = typeof NoQuery,
  Body extends TSchema = TSchema,
  Response extends TSchema = TSchema,
>(definition: RouteDefinition<Path, Allowed, Query, Body, Response>): Route {
  const { method, path, permission } = definition
  return {
    method,
    path,
    permission,
    register(scope, services) {
      register(scope, services, definition, path, false)
      for (const alias of definition.aliases ?? []) register(scope, services, definition, alias, true)
    },
  }
}

function register<
  Path extends string,
  Allowed extends Permission,
  Query extends TObject,
  Body extends TSchema,
  Response extends TSchema,
>(
  scope: FastifyInstance,
  services: () => ApiServices,
  definition: RouteDefinition<Path, Allowed, Query, Body, Response>,
  path: string,
  isAlias: boolean,
): void {
  const { method, permission, response } = definition
  const status = definition.status ?? (response ? 200 : 204)
  const granted = new WeakMap<FastifyRequest, Granted>()
  const options = {
    method,
    ...(definition.bodyLimit !== undefined && { bodyLimit: definition.bodyLimit }),
    // Before the body is read: who may not call does not get to send anything either.
    onRequest: async (request: FastifyRequest) => {
      granted.set(request, await authorize(request, permission, services()))
    },
    handler: async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const grant = granted.get(request)
      if (!grant) throw new Error('a route was reached without authorisation')
      const page = <Row>(rows: Page<Row>, cursor: Cursor | null) => {
        reply.header('link', linkHeader(new URL(services().baseUrl + request.url), rows, cursor))
        return rows.rows
      }
      const { caller, access, subject } = grant
      const { params, query, body } = request
      // The one place where types are asserted: resolveSubject found whatever the path names, and fastify validated query and body against
      // the very schemas that the types come from.
      const input = { ...subject, caller, access, params, query, body, request, reply, page } as unknown
      reply.status(status)
      const answer = await definition.handler(input as RouteInput<Path, Allowed, Query, Body>, services())
      if (answer === answered) return reply
      return response ? answer : reply.send()
    },
  }
  const schema: FastifySchema = {
    summary: definition.summary,
    tags: definition.tags,
    params: paramsSchema(path),
    ...(definition.query && { querystring: definition.query }),
    ...(definition.body && { body: definition.body }),
    response: { [status]: response ?? Type.Null() },
    ...security(permission),
  }
  for (const [index, url] of urlsOf(scope, path).entries()) {
    scope.route({ ...options, url, schema: { ...schema, hide: isAlias || index > 0 } })
  }
}

/** The path in fastify's spelling, with Sentry's trailing slash and, unless the app's router sees no difference, without. */
export function urlsOf(scope: FastifyInstance, path: string): string[] {
  const url = path.replace(/\{(\w+)\}/g, ':$1')
  const { routerOptions, ignoreTrailingSlash } = scope.initialConfig
  const isSame = routerOptions?.ignoreTrailingSlash ?? ignoreTrailingSlash ?? false
  return url === '/' || isSame ? [url] : [url, url.slice(0, -1)]
}

interface Granted {
  caller: Caller | null
  access: Access
  subject: Subject
}

const nobody: Granted = {
  caller: null,
  access: { scopes: [], role: null },
  subject: { organization: null, project: null, team: null, issue: null },
}

/** 401 without credentials, 404 for what the caller cannot see, 403 without one of the scopes. */
async function authorize(request: FastifyRequest, permission: Permission, services: ApiServices): Promise<Granted> {
  const { meta } = services.storage
  const { baseUrl } = services
  // Who asks and what they ask about are looked up beside each other: six look-ups one after the other take a millisecond.
  const named = hasCredentials(request) ? findSubject(readParams(request.params), meta) : null
  // Nobody waits for it where the caller is refused.
  named?.catch(() => undefined)
  const caller = await authenticate(request, { people: meta, baseUrl, now: services.now() })
  if (!caller) {
    if (permission === 'public') return nobody
    throw new LapwingError('unauthenticated', { headers: { 'www-authenticate': 'Bearer realm="api"' } })
  }
  const { subject, access } = await resolveSubject(await named, caller, meta)
  if (typeof permission === 'object' && !permission.some((scope) => access.scopes.includes(scope))) {
    throw new LapwingError('forbidden')
  }
  return { caller, access, subject }
}

function readParams(params: unknown): Record<string, string> {
  const read: Record<string, string> = {}
  if (typeof params !== 'object' || params === null) return read
  for (const [name, value] of Object.entries(params)) if (typeof value === 'string') read[name] = value
  return read
}

function paramsSchema(path: string): TObject {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  return Type.Object(Object.fromEntries(names.map((name) => [name, Type.String({ minLength: 1 })])))
}

/** Any one of the scopes will do: alternatives, in OpenAPI's terms. */
function security(permission: Permission) {
  if (permission === 'public') return { security: [] }
  if (permission === 'signed-in') return { security: [{ token: [] }] }
  return { security: permission.map((scope) => ({ token: [scope] })) }
}
