import { expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (tags: unknown, more: object = {}) =>
  normalize({ tags, ...more }, exampleReceipt(), { eventId: null, sentAt: null })

test.each([
  [{ a: 'b', n: 1, yes: true }],
  [
    [
      ['a', 'b'],
      ['n', 1],
      ['yes', true],
    ],
  ],
  [
    [
      { key: 'a', value: 'b' },
      { key: 'n', value: 1 },
      { key: 'yes', value: true },
    ],
  ],
])('come in three shapes: %j', (tags) => {
  expect(of(tags).tags).toEqual([
    ['a', 'b'],
    ['n', '1'],
    ['yes', 'true'],
  ])
})

test('the first of a key counts; empty ones and those of the server go silently', () => {
  const tags = [
    ['a', '1'],
    ['a', '2'],
    ['b', ''],
    ['c', null],
    ['release', 'x'],
    ['sentry:user', 'y'],
    ['device.class', '3'],
    ['d', ' z '],
  ]
  const event = of(tags)
  expect(event.tags).toEqual([
    ['a', '1'],
    ['d', 'z'],
  ])
  expect(event.errors).toBeUndefined()
})

test('environment is hoisted, unless there is one; site becomes a tag', () => {
  expect(of({ environment: 'prod' })).toMatchObject({ environment: 'prod', tags: [] })
  expect(of({ environment: 'prod' }, { environment: 'dev' })).toMatchObject({ environment: 'dev', tags: [] })
  expect(of({}, { site: 'eu' }).tags).toEqual([['site', 'eu']])
})

test('keys have few characters, values no line breaks', () => {
  const event = of({ 'a b': '1', ü: '1', ['k'.repeat(201)]: '1', ok: 'x\ny', obj: {} })
  expect(event.tags).toEqual([['a-b', '1']])
  expect(event.errors?.map(({ type, name }) => [type, name])).toEqual([
    ['invalid_data', 'tags.1.0'],
    ['value_too_long', 'tags.1.0'],
    ['invalid_data', 'tags.1.1'],
    ['invalid_data', 'tags.1.1'],
  ])
})

test('long values are cut at 200', () => {
  const event = of({ a: 'x'.repeat(300) })
  expect(event.tags).toEqual([['a', `${'x'.repeat(197)}...`]])
  expect(event._meta).toEqual({ tags: { 0: { 1: { '': { len: 300, rem: [['!limit', 's', 197, 200]] } } } } })
})

test('what is no tag is named', () => {
  expect(of('x').errors).toMatchObject([{ type: 'invalid_data', name: 'tags' }])
  expect(of([['a'], 5]).errors).toMatchObject([{ name: 'tags.0' }, { name: 'tags.1' }])
})
