import { describe, expect, test } from 'vitest'
import type { Frame } from '../../../protocol/event.ts'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (stacktrace: unknown) => normalize({ stacktrace }, exampleReceipt(), { eventId: null, sentAt: null })
const framesOf = (frames: unknown[]): Frame[] => of({ frames }).stacktrace?.frames ?? []

describe('frames', () => {
  test.each([
    [{ filename: 'http://foo.com/foo.js' }, { abs_path: 'http://foo.com/foo.js', filename: '/foo.js' }],
    [
      { filename: 'foo.js', abs_path: 'http://foo.com/x.js' },
      { abs_path: 'http://foo.com/x.js', filename: 'foo.js' },
    ],
    [{ abs_path: 'http://foo.com/' }, { abs_path: 'http://foo.com/', filename: 'http://foo.com/' }],
    [
      { filename: '', abs_path: 'http://foo.com/foo.js' },
      { abs_path: 'http://foo.com/foo.js', filename: '/foo.js' },
    ],
    [{ filename: 'app:///index.bundle' }, { abs_path: 'app:///index.bundle', filename: 'app:///index.bundle' }],
    [{ filename: 'a/b.py' }, { abs_path: 'a/b.py', filename: 'a/b.py' }],
  ])('%j', (sent, expected) => expect(framesOf([sent])).toEqual([expected]))

  test('of which nothing is known go', () => {
    expect(framesOf([{}, null, { unknown: 1 }, { function: '?' }, { function: 'f' }])).toEqual([{ function: 'f' }])
  })

  test('types are checked, numbers in texts and addresses in numbers taken', () => {
    const event = of({
      frames: [
        { function: 'f', lineno: '12', colno: -1, in_app: 'yes', instruction_addr: 4096, pre_context: ['a', 5, null] },
      ],
    })
    expect(event.stacktrace?.frames).toEqual([
      {
        function: 'f',
        lineno: 12,
        colno: null,
        in_app: null,
        instruction_addr: '0x1000',
        pre_context: ['a', '5', null],
      },
    ])
    expect(event.errors?.map(({ name }) => name)).toEqual(['stacktrace.frames.0.colno', 'stacktrace.frames.0.in_app'])
  })

  test('more than 250 lose the middle', () => {
    const event = of({ frames: Array.from({ length: 300 }, (_, index) => ({ function: `f${index}` })) })
    expect(event.stacktrace?.frames).toHaveLength(250)
    expect(event.stacktrace?.frames[124]?.function).toBe('f124')
    expect(event.stacktrace?.frames[125]?.function).toBe('f175')
    expect(event.stacktrace?.frames_omitted).toEqual([125, 175])
    expect(event._meta).toEqual({ stacktrace: { frames: { '': { len: 300 } } } })
  })

  test('of more than 50 those in the middle lose their variables, those of the application last', () => {
    const frames = framesOf(
      Array.from({ length: 80 }, (_, index) => ({ function: `f${index}`, vars: { a: 1 }, in_app: index % 8 === 0 })),
    )
    const detailed = frames.filter((frame) => frame.vars)
    expect(detailed).toHaveLength(50)
    expect(frames.filter((frame) => frame.in_app).every((frame) => frame.vars)).toBe(true)
    expect(frames.at(-1)?.vars).toEqual({ a: 1 })
    expect(frames[41]?.vars).toBeUndefined()
  })
})

describe('stack traces', () => {
  test('without frames are defects', () => {
    expect(of({ frames: [] }).stacktrace).toBeNull()
    expect(of({ frames: [] }).errors).toMatchObject([
      { type: 'invalid_data', name: 'stacktrace.frames', reason: 'expected a non-empty value' },
    ])
    expect(of({}).errors).toMatchObject([{ type: 'missing_attribute', name: 'stacktrace.frames' }])
    expect(of({ frames: 'none' }).errors).toMatchObject([
      { type: 'invalid_data', name: 'stacktrace.frames', value: 'none' },
    ])
  })

  test('keep registers and language', () => {
    expect(of({ frames: [{ function: 'f' }], registers: { rip: '0x1' }, lang: 'c' }).stacktrace).toEqual({
      frames: [{ function: 'f' }],
      registers: { rip: '0x1' },
      lang: 'c',
    })
  })
})
