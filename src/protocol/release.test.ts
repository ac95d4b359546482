import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareReleases, compareVersions, parseRelease } from './release.ts'

const zero = { minor: 0, patch: 0, revision: 0, prerelease: null, build: null }

describe('parseRelease', () => {
  it.each([
    ['shop@1.2.3', { ...zero, package: 'shop', version: '1.2.3', major: 1, minor: 2, patch: 3 }],
    ['1.2', { ...zero, package: null, version: '1.2', major: 1, minor: 2 }],
    ['7', { ...zero, package: null, version: '7', major: 7 }],
    ['20261105', { ...zero, package: null, version: '20261105', major: 20_261_105 }],
    ['app@1.2.3.4', { ...zero, package: 'app', version: '1.2.3.4', major: 1, minor: 2, patch: 3, revision: 4 }],
    [
      '@acme/shop@2.0.0-rc.1+77',
      { ...zero, package: '@acme/shop', version: '2.0.0-rc.1', major: 2, prerelease: 'rc.1', build: '77' },
    ],
    [
      'org.example.App@1.0rc1+20200101100',
      { ...zero, package: 'org.example.App', version: '1.0rc1', major: 1, prerelease: 'rc1', build: '20200101100' },
    ],
    ['a@b@1.0', { ...zero, package: 'a@b', version: '1.0', major: 1 }],
    ['app@1.0+a+b', { ...zero, package: 'app', version: '1.0', major: 1, build: 'a+b' }],
  ])('%s', (release, expected) => {
    expect(parseRelease(release)).toEqual(expected)
  })

  it.each([
    '',
    '@',
    'shop@',
    'main',
    'v1.0',
    'shop@1.0 beta',
    'shop@1..2',
    'shop@1.0+',
    '1.2.3.4.5',
    `shop@${'a1b2c3d4e5'.repeat(4)}`,
    'deadbeef1234',
    '1'.repeat(40),
    '1'.repeat(16),
    `1.0-${'x'.repeat(500)}`,
  ])('finds no version in %s', (release) => {
    expect(parseRelease(release)).toBeNull()
  })

  it('takes any text, quickly', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (release) => {
        const parsed = parseRelease(release)
        const end = parsed?.build ?? parsed?.version ?? ''
        expect(release.endsWith(end)).toBe(true)
      }),
    )
    expect(parseRelease(`1.${'0-'.repeat(100_000)}!`)).toBeNull()
  })
})

describe('compareReleases', () => {
  // Each is older than the one behind it.
  const ladder = [
    'a@0.9',
    'a@1.0.0-1',
    'a@1.0.0-2',
    'a@1.0.0-10',
    'a@1.0.0-alpha',
    'a@1.0.0-alpha.1',
    'a@1.0.0-alpha.beta',
    'a@1.0.0-beta.2',
    'a@1.0.0-beta.11',
    'a@1.0.0rc1',
    'a@1.0.0',
    'a@1.0.0+9',
    'a@1.0.0+10',
    'a@1.0.0+99999999999999999999',
    'a@1.0.0+abc',
    'a@1.0.0.1',
    'a@1.0.1',
    'a@1.2',
    'a@1.10',
    'a@2',
  ]

  it('orders versions as semver does, the build last', () => {
    for (const [i, a] of ladder.entries()) {
      for (const [j, b] of ladder.entries()) {
        expect([a, b, Math.sign(compareReleases(a, b) ?? Number.NaN)]).toEqual([a, b, Math.sign(i - j)])
      }
    }
  })

  it.each([
    ['a@1.0', 'a@1.0.0'],
    ['a@1.0-rc.01', 'a@1.0-rc.1'],
    ['1.0', '1.0.0.0'],
  ])('finds %s and %s equal', (a, b) => {
    expect(compareReleases(a, b)).toBe(0)
  })

  it.each([
    ['a@1.0', 'b@2.0'],
    ['1.0', 'a@1.0'],
    ['a@1.0', 'a@main'],
    ['main', 'main'],
    ['deadbeef1234', '1.0'],
  ])('cannot compare %s and %s', (a, b) => {
    expect(compareReleases(a, b)).toBeNull()
    expect(compareReleases(b, a)).toBeNull()
  })

  it('is an order', () => {
    const identifier = fc.constantFrom('0', '1', '01', '10', 'a', 'rc', 'b-1')
    const number = fc.integer({ min: 0, max: 3 })
    const version = fc.record({
      version: fc.constant(''),
      major: number,
      minor: number,
      patch: fc.constant(0),
      revision: fc.constant(0),
      prerelease: fc.option(fc.array(identifier, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))),
      build: fc.option(identifier),
    })
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0)
        const [x, y, z] = [a, b, c].toSorted(compareVersions)
        const orders = [
          x && y && compareVersions(x, y),
          y && z && compareVersions(y, z),
          x && z && compareVersions(x, z),
        ]
        expect(orders.every((order) => order !== undefined && order <= 0)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
