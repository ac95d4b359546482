import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type ApiDescription, writeApiTypes } from '../../scripts/write-api-types.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

it('the web’s types are those of openapi.json (else: node scripts/api-types.ts)', () => {
  expect(writeApiTypes(JSON.parse(read('openapi.json')))).toBe(read('src/web/api/schema.ts'))
})

it('writes every shape that the routes use', () => {
  const api: ApiDescription = {
    components: {
      schemas: {
        Bird: {
          type: 'object',
          required: ['id', 'kind'],
          properties: {
            id: { type: 'string' },
            kind: { type: 'string', enum: ['lapwing', 'plover'] },
            weight: { anyOf: [{ type: 'number' }, { type: 'null' }] },
            nest: { $ref: '#/components/schemas/Nest' },
            'x.y': { type: 'array', items: { type: 'integer' } },
            data: { type: 'object', additionalProperties: {} },
            counts: { type: 'object', additionalProperties: { type: 'integer' } },
          },
        },
      },
    },
    paths: {
      '/birds/': {
        get: {
          responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Bird' } } } } },
        },
        delete: { responses: { '204': {} } },
      },
    },
  }
  expect(writeApiTypes(api).split('\n\n').slice(2).join('\n')).toBe(`export interface Bird {
  id: string
  kind: "lapwing" | "plover"
  weight?: number | null
  nest?: Nest
  "x.y"?: (number)[]
  data?: JsonObject
  counts?: { [name: string]: number }
}
export interface Answers {
  'GET /birds/': Bird
  'DELETE /birds/': void
}
`)
})
