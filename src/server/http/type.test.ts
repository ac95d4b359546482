import { expect, expectTypeOf, test } from 'vitest'
import { type Static, Type } from './type.ts'

test('an object lists what must be there', () => {
  const schema = Type.Object({
    id: Type.String({ minLength: 1 }),
    count: Type.Optional(Type.Integer()),
    state: Type.Enum(['on', 'off']),
  })
  expect(JSON.parse(JSON.stringify(schema))).toEqual({
    type: 'object',
    required: ['id', 'state'],
    properties: {
      id: { type: 'string', minLength: 1 },
      count: { type: 'integer' },
      state: { type: 'string', enum: ['on', 'off'] },
    },
  })
  expectTypeOf<Static<typeof schema>>().toEqualTypeOf<{ id: string; state: 'on' | 'off'; count?: number }>()
})

test('the others', () => {
  const schema = Type.Array(Type.Union([Type.Record(Type.Boolean()), Type.Null()]), { maxItems: 2 })
  expect(schema).toEqual({
    type: 'array',
    maxItems: 2,
    items: { anyOf: [{ type: 'object', additionalProperties: { type: 'boolean' } }, { type: 'null' }] },
  })
  expectTypeOf<Static<typeof schema>>().toEqualTypeOf<(Record<string, boolean> | null)[]>()
})

test('a reference needs a name', () => {
  expect(Type.Ref(Type.Object({}, { $id: 'Thing' }))).toEqual({ $ref: 'Thing#' })
  expect(() => Type.Ref(Type.String())).toThrow('$id')
})
