import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'

/** Collects the routes that are registered on this scope from now on; `scope.swagger()` gives the document once the app is ready. */
export async function registerOpenApi(scope: FastifyInstance, version: string): Promise<void> {
  await scope.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lapwing',
        version,
        description:
          'Error tracking, release health and session replay that speaks the protocol of Sentry. See also https://docs.sentry.io/api/.',
      },
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API token; the session cookie of the web UI serves as well.',
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

/** The same document with sorted paths and schemas, so that a diff shows what changed and nothing else. */
export function stableDocument(document: object): Record<string, unknown> {
  const sorted: Record<string, unknown> = { ...document }
  sorted['paths'] = sortKeys(sorted['paths'])
  const components = sorted['components']
  if (typeof components === 'object' && components !== null && 'schemas' in components) {
    sorted['components'] = { ...components, schemas: sortKeys(components.schemas) }
  }
  return sorted
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
