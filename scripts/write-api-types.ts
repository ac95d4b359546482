/** The part of JSON Schema (OpenAPI 3.1) that the routes use. */
export interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
}

interface Operation {
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
}

export interface ApiDescription {
  components?: { schemas?: Record<string, Schema> }
  paths: Record<string, Record<string, Operation>>
}

/** Writes the TypeScript types of an API: one interface per named schema, and `Answers` with what each operation gives. */
export function writeApiTypes(api: ApiDescription): string {
  const schemas = Object.entries(api.components?.schemas ?? {})
  const answers = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, operation]) => `  '${method.toUpperCase()} ${path}': ${writeType(successSchema(operation), 1)}`,
    ),
  )
  return [
    '// Made by scripts/api-types.ts from openapi.json. Not to be edited.',
    `import type { Json, JsonObject } from '../../protocol/event.ts'`,
    ...schemas.map(([name, schema]) => `export interface ${name} ${writeType(schema, 0)}`),
    `export interface Answers {\n${answers.join('\n')}\n}`,
    '',
  ].join('\n\n')
}

/** Undefined when the operation answers without a body. */
function successSchema(operation: Operation): Schema | undefined {
  const status = Object.keys(operation.responses ?? {}).find((code) => code.startsWith('2'))
  return status === undefined ? undefined : operation.responses?.[status]?.content?.['application/json']?.schema
}

function writeType(schema: Schema | undefined, depth: number): string {
  if (!schema) return 'void'
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'Json'
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => writeType(one, depth)))].join(' | ')
  if (schema.type === 'array') return `(${writeType(schema.items ?? {}, depth)})[]`
  if (schema.type === 'object') return writeObject(schema, depth)
  return plainTypes[schema.type ?? ''] ?? 'Json'
}

const plainTypes: Record<string, string> = {
  integer: 'number',
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  null: 'null',
}

function writeObject(schema: Schema, depth: number): string {
  const { properties, required = [], additionalProperties: others } = schema
  if (!properties) {
    if (typeof others !== 'object' || Object.keys(others).length === 0) return 'JsonObject'
    return `{ [name: string]: ${writeType(others, depth)} }`
  }
  const indent = '  '.repeat(depth + 1)
  const members = Object.entries(properties).map(([name, member]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)
    return `${indent}${key}${required.includes(name) ? '' : '?'}: ${writeType(member, depth + 1)}`
  })
  return `{\n${members.join('\n')}\n${'  '.repeat(depth)}}`
}
