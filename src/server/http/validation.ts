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
    const check = (data: unknown): boolean => {
      const validate = ajv.compile(schema)
      const isValid = validate(data) === true
      check.errors = validate.errors
      return isValid
    }
    check.errors = forText.errors
    return check
  }
}

function isSchema(value: unknown): value is AnySchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null)
}
