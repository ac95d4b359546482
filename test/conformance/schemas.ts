/** Schemas of three documents (contract, seeds, our own openapi.json) as one thing: a function that lists what is wrong with an answer. */
import { Ajv, type AnySchema, type ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isRecord } from '../support/json.ts'

/** Lists what is wrong with a body: `/0/project/id must be string, is 7`. */
export type Check = (body: unknown) => string[]

const formats = addFormats.default

/** A check of OpenAPI's dialect: `nullable` is the type or null, and members beyond the listed ones are welcome. */
export function checkOf(schema: unknown): Check {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true })
  formats(ajv)
  return checkBy(ajv.compile(asSchema(translate(schema))))
}

/** A check of the answer that an OpenAPI 3.1 document promises for an operation; `pointer` leads to its schema. */
export function checkWithin(document: Record<string, unknown>): (pointer: string) => Check {
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true })
  formats(ajv)
  ajv.addSchema({ ...document, $id: 'openapi' })
  return (pointer) => checkBy(ajv.compile({ $ref: `openapi#${pointer}` }))
}

function checkBy(validate: { (body: unknown): unknown; errors?: ErrorObject[] | null }): Check {
  return (body) => {
    void validate(body)
    const errors = validate.errors ?? []
    const telling = errors.filter(isTelling)
    return (telling.length > 0 ? telling : errors).map((error) => {
      const allowed = 'allowedValues' in error.params ? ` (${String(error.params['allowedValues'])})` : ''
      return `${error.instancePath || '/'} ${error.message}${allowed}, is ${JSON.stringify(error.data)?.slice(0, 80)}`
    })
  }
}

/** Of a value that may be null, the choice that is null tells nobody anything. */
function isTelling(error: ErrorObject): boolean {
  return error.keyword !== 'anyOf' && error.params['type'] !== 'null'
}

/** OpenAPI's words in those of JSON schema. */
export function translate(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(translate)
  if (!isRecord(schema)) return schema
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === 'additionalProperties' && value === false))
      .map(([key, value]) => [key, translate(value)]),
  )
  if (typeof nullable === 'object') return { ...rest, nullable }
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : rest
}

function asSchema(value: unknown): AnySchema {
  if (typeof value === 'boolean') return value
  if (isRecord(value)) return value
  throw new Error('a schema is neither an object nor a boolean')
}
