import { describe, expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (raw: object) => normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })

describe('exceptions', () => {
  const error = { type: 'TypeError', value: 'x is undefined' }

  test.each([[[error]], [{ values: [error] }], [error], [{ values: error }]])(
    'come in four shapes: %j',
    (exception) => {
      expect(of({ exception })).toMatchObject({ type: 'error', exception: { values: [error] } })
      expect(of({ 'sentry.interfaces.Exception': exception }).exception).toEqual({ values: [error] })
    },
  )

  test.each([
    ['ValueError: bad', 'ValueError', 'bad'],
    ['java.lang.Error: a: b', 'java.lang.Error', 'a: b'],
    ['http://example.com', undefined, 'http://example.com'],
    ['no type here', undefined, 'no type here'],
  ])('%s is split', (value, type, rest) => {
    expect(of({ exception: { value } }).exception?.values).toEqual([type ? { type, value: rest } : { value: rest }])
  })

  test('thrown objects are shown as JSON', () => {
    expect(of({ exception: { type: 'Error', value: { code: 5 } } }).exception?.values[0]?.value).toBe('{"code":5}')
  })

  test('a single one gets the event’s stack', () => {
    const stacktrace = { frames: [{ function: 'f' }] }
    const event = of({ exception: error, stacktrace })
    expect(event.exception?.values[0]?.stacktrace).toEqual(stacktrace)
    expect(event.stacktrace).toBeUndefined()
    expect(of({ exception: [error, error], stacktrace }).stacktrace).toEqual(stacktrace)
  })

  test('null and empty ones are named and go; notes stay with the others', () => {
    const event = of({ exception: [null, {}, { type: 'A', module: 5 }] })
    expect(event.exception?.values).toEqual([{ type: 'A', module: null }])
    expect(event.errors?.map(({ type, name }) => [type, name])).toEqual([
      ['missing_attribute', 'exception.values.0'],
      ['missing_attribute', 'exception.values.1.type'],
      ['invalid_data', 'exception.values.2.module'],
    ])
    expect(event._meta).toEqual({
      exception: {
        values: { 0: { module: { '': { err: [['invalid_data', { reason: 'expected a string' }]], val: 5 } } } },
      },
    })
  })

  test('one without type and value stays if it has a stack', () => {
    expect(of({ exception: [{ stacktrace: { frames: [{ function: 'f' }] } }] }).exception?.values).toHaveLength(1)
  })

  test('thread ids are numbers or texts', () => {
    expect(
      of({
        exception: [
          { ...error, thread_id: 5 },
          { ...error, thread_id: 'main' },
        ],
      }).exception?.values,
    ).toMatchObject([{ thread_id: 5 }, { thread_id: 'main' }])
  })
})

describe('mechanisms', () => {
  const mechanismOf = (mechanism: unknown, os?: string) =>
    of({ exception: { type: 'A', mechanism }, contexts: os ? { os: { name: os, version: '1' } } : undefined }).exception
      ?.values[0]?.mechanism

  test.each([
    ['iOS', 10, 'SIGBUS'],
    ['macOS', 6, 'SIGABRT'],
    ['Android', 7, 'SIGBUS'],
    ['Linux', 10, 'SIGUSR1'],
    ['Windows', 11, 'SIGSEGV'],
  ])('on %s signal %d is %s', (os, number, name) => {
    expect(mechanismOf({ type: 'signal', meta: { signal: { number } } }, os)?.meta).toEqual({
      signal: { number, name },
    })
  })

  test('names that were sent stay; Mach exceptions are named', () => {
    const meta = { signal: { number: 11, name: 'OWN' }, mach_exception: { exception: 1 } }
    expect(mechanismOf({ type: 'mach', meta })?.meta).toEqual({
      signal: { number: 11, name: 'OWN' },
      mach_exception: { exception: 1, name: 'EXC_BAD_ACCESS' },
    })
  })

  test('without a type are generic, which is noted', () => {
    const event = of({ exception: { type: 'A', mechanism: { handled: false } } })
    expect(event.exception?.values[0]?.mechanism).toEqual({ handled: false, type: 'generic' })
    expect(event.errors).toMatchObject([{ type: 'missing_attribute', name: 'exception.values.0.mechanism.type' }])
  })

  test('of before 2018 are brought to today’s form', () => {
    const old = { posix_signal: { signal: 11, code: 0 }, mach_exception: { exception: 6 }, relevant_address: '0x1' }
    expect(mechanismOf(old)).toEqual({
      type: 'generic',
      meta: {
        signal: { signal: 11, code: 0, number: 11, name: 'SIGSEGV' },
        mach_exception: { exception: 6, name: 'EXC_BREAKPOINT' },
      },
      data: { relevant_address: '0x1' },
    })
  })
})

test('threads come as a list or as values', () => {
  const thread = { id: 1, name: 'main', crashed: true, stacktrace: { frames: [{ function: 'f' }] } }
  expect(of({ threads: [thread, null] }).threads).toEqual({ values: [thread] })
  expect(of({ threads: { values: [thread] } }).threads).toEqual({ values: [thread] })
})
