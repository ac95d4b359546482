import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeRelease } from './release-info.ts'

const hash = 'deadbeef12'.repeat(4)

test.each([
  [
    'my.app@1.2.3+45',
    {
      package: 'my.app',
      description: '1.2.3 (45)',
      version: { raw: '1.2.3+45', major: 1, minor: 2, patch: 3, pre: null, buildCode: '45', components: 3 },
      buildHash: null,
    },
  ],
  ['@acme/shop@2.0-rc.1', { package: '@acme/shop', description: '2.0-rc.1', version: { pre: 'rc.1', components: 2 } }],
  ['1.2.3.4', { package: null, description: '1.2.3.4', version: { components: 4 } }],
  ['main', { package: null, description: 'main', version: { raw: 'main' }, buildHash: null }],
  ['shop@main', { package: 'shop', description: 'main', version: { raw: 'main' } }],
  ['shop@', { package: 'shop', description: 'shop@', version: { raw: '' } }],
  [hash, { package: null, description: 'deadbeef12de', version: { raw: hash }, buildHash: hash }],
  [`shop@${hash}`, { package: 'shop', description: 'deadbeef12de', buildHash: hash }],
  [`1.0+${hash}`, { description: '1.0 (deadbeef12de)', version: { buildCode: hash }, buildHash: hash }],
])('%s', (release, expected) => {
  expect(describeRelease(release)).toMatchObject(expected)
})

test('any name has a description', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 300 }), (release) => {
      expect(describeRelease(release).description).not.toBe('')
    }),
  )
})
