import { STATUS_CODES } from 'node:http'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { type ErrorCode, errorCatalogue } from '../errors.ts'
import { operationIdOf } from './operation-ids.ts'
import { parameterDescriptions } from './parameter-descriptions.ts'

type Json = Record<string, unknown>

/** Collects the routes that are registered on this scope from now on; `scope.swagger()` gives the document once the app is ready. */
export async function registerOpenApi(scope: FastifyInstance, version: string): Promise<void> {
  await scope.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lapwing',
        version,
        description:
          'Error tracking, release health and session replay that speaks the protocol of Sentry. See also https://docs.sentry.io/api/.\n\n' +
          'Lists come in pages: the `Link` header leads to the next and the previous one, each with `results="true"` when there is something.',
      },
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description:
              'An API token, of a user or of an organization, with one of the scopes that an operation names. `write` brings `read`, and ' +
              '`admin` both. The session cookie of the web UI serves as well.',
          },
        },
      },
    },
    // Named after the schema's $id, so that generated clients get `Issue` rather than `def-3`.
    refResolver: {
      buildLocalReference: (schema, _base, _fragment, index) => schemaName(schema.$id) ?? `Schema${index}`,
    },
  })
}

function schemaName(id: unknown): string | null {
  return typeof id === 'string' ? id.replace(/#$/, '') : null
}

/** Errors that an operation may answer with, by status. */
const expectedErrors: Record<string, { name: string; codes: ErrorCode[] }> = {
  400: {
    name: 'BadRequest',
    codes: ['bad_request', 'invalid_input', 'invalid_query', 'invalid_cursor', 'invalid_json'],
  },
  401: { name: 'Unauthorized', codes: ['unauthenticated', 'invalid_token'] },
  403: { name: 'Forbidden', codes: ['forbidden'] },
  404: { name: 'NotFound', codes: ['not_found'] },
}

/**
 * The document as it is served and committed: what all operations have in common (ids, errors, words for parameters) is added, and paths and schemas
 * are sorted, so that a diff shows what changed and nothing else.
 */
export function completeDocument(document: object): Record<string, unknown> {
  const complete: Json = { ...document }
  const components = asObject(complete['components'])
  const paths = Object.entries(asObject(complete['paths'])).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(asObject(operations)).map(([method, operation]) => [
        method,
        completeOperation(method.toUpperCase(), path.replace(/^\/api\/0(?=\/)/, ''), asObject(operation)),
      ]),
    ),
  ])
  complete['paths'] = sortKeys(Object.fromEntries(paths))
  complete['components'] = {
    ...components,
    schemas: sortKeys({ ...errorSchemas, ...asObject(components['schemas']) }),
    responses: Object.fromEntries(
      Object.values(expectedErrors).map(({ name, codes }) => [name, describeErrors(name, codes)]),
    ),
  }
  return complete
}

function completeOperation(method: string, path: string, operation: Json): Json {
  const responses = Object.entries(asObject(operation['responses'])).map(([status, response]) => [
    status,
    { ...asObject(response), description: STATUS_CODES[status] ?? status },
  ])
  const errors = Object.entries(expectedErrors)
    .filter(([status]) => mayAnswer(status, path, operation))
    .map(([status, { name }]) => [status, { $ref: `#/components/responses/${name}` }])
  return {
    operationId: operationIdOf(method, path, answersList(operation)),
    ...operation,
    ...(Array.isArray(operation['parameters']) && { parameters: operation['parameters'].map(describeParameter) }),
    responses: { ...Object.fromEntries(responses), ...Object.fromEntries(errors) },
  }
}

function mayAnswer(status: string, path: string, operation: Json): boolean {
  const security = operation['security']
  const isPublic = Array.isArray(security) && security.length === 0
  if (status === '401') return !isPublic
  // Without a scope of its own an operation still refuses requests of other sites' pages.
  if (status === '403') return !isPublic
  return status === '404' ? path.includes('{') : 'parameters' in operation || 'requestBody' in operation
}

function answersList(operation: Json): boolean {
  const good = Object.entries(asObject(operation['responses'])).find(([status]) => status.startsWith('2'))
  const schema = asObject(asObject(asObject(asObject(good?.[1])['content'])['application/json'])['schema'])
  return schema['type'] === 'array'
}

function describeParameter(parameter: unknown): Json {
  const { name, in: place, ...rest } = asObject(parameter)
  const description = parameterDescriptions[String(name)]
  return { name, in: place, ...(description !== undefined && { description }), ...rest }
}

const errorSchemas: Json = {
  ApiError: {
    type: 'object',
    required: ['detail'],
    properties: {
      detail: { type: 'string', description: 'A sentence for people.' },
      causes: { type: 'array', items: { type: 'string' }, description: 'What led to it, the nearest first.' },
      errorId: { type: 'string', description: 'Of a failure of the server: its log has it too.' },
    },
  },
  FieldErrors: {
    type: 'object',
    description: 'Sentences for people by the member of the body that they are about.',
    additionalProperties: { type: 'array', items: { type: 'string' } },
  },
}

function describeErrors(name: string, codes: ErrorCode[]): Json {
  const schema = { $ref: '#/components/schemas/ApiError' }
  return {
    description: codes.map((code) => errorCatalogue[code].detail.replace(/\.$/, '')).join('; '),
    content: {
      'application/json': {
        schema: name === 'BadRequest' ? { anyOf: [schema, { $ref: '#/components/schemas/FieldErrors' }] } : schema,
        examples: Object.fromEntries(codes.map((code) => [code, { value: { detail: errorCatalogue[code].detail } }])),
      },
    },
  }
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function sortKeys(value: Json): Json {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
