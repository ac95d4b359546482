import { expect, test } from 'vitest'
import { readReleaseVersion } from './release-version.ts'

test.each([
  ['shop@1.2.3', { package: 'shop', description: '1.2.3', version: { raw: '1.2.3', major: 1, minor: 2, patch: 3 } }],
  ['@acme/shop@2.0.0-rc.1+77', { package: '@acme/shop', version: { pre: 'rc.1', buildCode: '77', components: 3 } }],
  ['1.2', { package: null, version: { major: 1, minor: 2, patch: 0, components: 2 } }],
  ['main', { package: null, description: 'main', buildHash: null, version: { raw: 'main' } }],
  ['a'.repeat(40), { description: 'a'.repeat(12), buildHash: 'a'.repeat(40) }],
])('%s', (release, expected) => {
  expect(readReleaseVersion(release)).toMatchObject(expected)
})
