import { Ajv, type AnySchema } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'

/**
 * Checks requests against the routes' schemas. Paths and queries are text and become what the schema says (one `project` becomes a list of one);
 * bodies are JSON and stay as sent: fastify's own compiler coerces them too and would turn a null into ''. A schema is compiled when its
 * route is first called: all of them at once would be half a second of every start.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<unknown> {
  const forText = new Ajv({ coerceTypes: 'array', strict: false })
  const forJson = new Ajv({ strict: false })
  return ({ schema, httpPart, method, url }) => {
    if (!isSchema(schema)) throw new Error(`${method} ${url} has a schema that is none`)
    const ajv = httpPart === 'body' ? forJson : forText
    const flags = httpPart === 'querystring' ? booleansOf(schema) : []
    const check = (data: unknown): boolean => {
      spellFlags(flags, data)
      const validate = ajv.compile(schema)
      const isValid = validate(data) === true
      check.errors = validate.errors
      return isValid
    }
    check.errors = forText.errors
    return check
  }
}

function booleansOf(schema: AnySchema): string[] {
  if (typeof schema === 'boolean' || !isObject(schema['properties'])) return []
  return Object.entries(schema['properties'])
    .filter(([, property]) => isObject(property) && property['type'] === 'boolean')
    .map(([name]) => name)
}

/** Clients of Sentry write `full=1` as often as `full=true`. */
function spellFlags(names: string[], query: unknown): void {
  if (!isObject(query)) return
  for (const name of names) {
    if (query[name] === '1') query[name] = 'true'
    else if (query[name] === '0') query[name] = 'false'
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isSchema(value: unknown): value is AnySchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null)
}
