import { expect, test } from 'vitest'
import { createNormalizer } from './normalize.ts'
import { isValidEnvironment, isValidRelease } from './release.ts'
import { exampleReceipt } from './testing/example-receipt.ts'

const normalize = createNormalizer()
const of = (raw: object) => normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })

test.each(['1.0', 'app@1.2.3+4', 'a b', 'ünï', 'x'.repeat(200), '…', 'latest-1'])('release %s', (release) => {
  expect(isValidRelease(release)).toBe(true)
  expect(of({ release }).release).toBe(release)
})

test.each(['.', '..', 'latest', 'Latest', 'a/b', 'a\\b', 'a\nb', 'a\tb', 'x'.repeat(201)])(
  'no release %s',
  (release) => {
    expect(isValidRelease(release)).toBe(false)
    const event = of({ release })
    expect(event.release).toBeNull()
    expect(event.errors).toMatchObject([{ type: 'invalid_data', name: 'release' }])
    expect(event._meta).toMatchObject({ release: { '': { err: [['invalid_data', { reason: 'invalid release' }]] } } })
  },
)

test('releases are trimmed, and numbers taken', () => {
  expect(of({ release: ' 1.0 ' }).release).toBe('1.0')
  expect(of({ release: 42 }).release).toBe('42')
  expect(of({ release: '  ' }).release).toBeNull()
  expect(of({ release: '  ' }).errors).toBeUndefined()
})

test.each([
  ['production', true],
  ['none', false],
  ['None', true],
  ['a/b', false],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
])('environment %s: %s', (environment, valid) => {
  expect(isValidEnvironment(environment)).toBe(valid)
  expect(of({ environment }).environment).toBe(valid ? environment : null)
})

test('dists are trimmed, and too long ones go', () => {
  expect(of({ dist: ' 7 ' }).dist).toBe('7')
  expect(of({ dist: '' }).dist).toBeNull()
  const event = of({ dist: 'x'.repeat(65) })
  expect(event.dist).toBeNull()
  expect(event.errors).toMatchObject([{ type: 'value_too_long', name: 'dist' }])
})
