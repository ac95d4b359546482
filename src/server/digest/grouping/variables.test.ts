import { describe, expect, test } from 'vitest'
import type { NormalizedEvent } from '../../../protocol/event.ts'
import { expandTitle, resolveVariable, variableOf } from './variables.ts'

const event: NormalizedEvent = {
  event_id: 'a'.repeat(32),
  type: 'error',
  platform: 'python',
  level: 'error',
  timestamp: 0,
  received: 0,
  tags: [['foo', 'bar']],
  transaction: '/checkout',
  logger: 'root',
  release: '1.0',
  exception: {
    values: [
      { type: 'Inner', value: 'x' },
      {
        type: 'Outer',
        value: 'boom 12',
        stacktrace: {
          frames: [
            { function: 'app', module: 'my.app', filename: 'app.py', in_app: true },
            { function: 'lib', abs_path: '/lib/lib.py', package: '/usr/lib/libfoo.so', in_app: false },
          ],
        },
      },
    ],
  },
}
const empty: NormalizedEvent = {
  event_id: '',
  type: 'default',
  platform: 'other',
  level: 'error',
  timestamp: 0,
  received: 0,
  tags: [],
}

describe('resolveVariable', () => {
  test.each([
    ['transaction', '/checkout', '<no-transaction>'],
    ['message', 'boom 12', '<no-message>'],
    ['error.type', 'Outer', '<no-type>'],
    ['type', 'Outer', '<no-type>'],
    ['error.value', 'boom 12', '<no-value>'],
    ['stack.function', 'app', '<no-function>'],
    ['stack.abs_path', 'app.py', '<no-abs-path>'],
    ['stack.filename', 'app.py', '<no-filename>'],
    ['module', 'my.app', '<no-module>'],
    ['package', '<no-package>', '<no-package>'],
    ['logger', 'root', '<no-logger>'],
    ['level', 'error', 'error'],
    ['release', '1.0', '<no-release>'],
    ['tags.foo', 'bar', '<no-value-for-tag-foo>'],
    ['nonsense', '<unrecognized-variable-nonsense>', '<unrecognized-variable-nonsense>'],
  ])('%s', (name, value, missing) => {
    expect(resolveVariable(name, event)).toBe(value)
    expect(resolveVariable(name, empty)).toBe(missing)
  })

  test('the frame nearest to the crash where none is in-app, its package without the folder', () => {
    const frames = [{ function: 'a' }, { function: 'b', package: 'C:\\x\\foo.dll' }]
    expect(resolveVariable('package', { ...empty, stacktrace: { frames } })).toBe('foo.dll')
  })
})

test('variableOf', () => {
  expect(variableOf('{{ default }}')).toBe('default')
  expect(variableOf('{{default}}')).toBe('default')
  expect(variableOf('x {{ default }}')).toBe(null)
  expect(variableOf('{{ a b }}')).toBe(null)
  expect(variableOf('{{ }}')).toBe(null)
  expect(variableOf('{{}}')).toBe(null)
})

test('expandTitle', () => {
  expect(expandTitle('{{ error.type }} in {{transaction}} {{ a b }} {{', event)).toBe('Outer in /checkout {{ a b }} {{')
})
