import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, parseRelease } from '../../../../protocol/release.ts'
import { buildNumber, versionKey } from './version-key.ts'

const number = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 10 ** 15 - 1 }))
const identifier = fc.oneof(
  fc.constantFrom('0', '1', '01', '10', 'a', 'rc', 'rc1', 'rc-1', 'A', 'b--', '1a', '9'.repeat(30)),
  fc.stringMatching(/^[0-9A-Za-z-]{1,6}$/),
)
const version = fc
  .record({
    numbers: fc.array(number, { minLength: 1, maxLength: 4 }),
    prerelease: fc.option(fc.array(identifier, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))),
    build: fc.option(identifier),
  })
  .map(({ numbers, prerelease, build }) => {
    return `${numbers.join('.')}${prerelease === null ? '' : `-${prerelease}`}${build === null ? '' : `+${build}`}`
  })

describe('versionKey', () => {
  it('sorts as versions compare', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [left, right] = [parseRelease(a), parseRelease(b)]
        // Digits alone may be the length of a hash.
        fc.pre(left !== null && right !== null)
        const [keyA, keyB] = [versionKey(`shop@${a}`), versionKey(b)]
        expect(keyA < keyB ? -1 : keyA > keyB ? 1 : 0).toBe(Math.sign(compareVersions(left, right)))
      }),
      { numRuns: 3000 },
    )
  })

  it.each(['main', '', 'shop@', 'a'.repeat(40)])('is empty for %s, which has no version', (name) => {
    expect(versionKey(name)).toBe('')
  })
})

describe('buildNumber', () => {
  it.each([
    ['shop@1.2.3+45', 45],
    ['1.0+0', 0],
    ['1.0+a1', -1],
    ['1.0', -1],
    ['main', -1],
    [`1.0+${'9'.repeat(16)}`, -1],
  ])('%s → %i', (version, number) => {
    expect(buildNumber(version)).toBe(number)
  })
})
