import { expect, it } from 'vitest'
import { platformFamily } from './platform-family.ts'

it.each([
  ['javascript-nextjs', 'next'],
  ['javascript-angular', 'javascript'],
  ['react-native', 'react'],
  ['python-django', 'python'],
  ['cocoa', 'apple'],
  ['csharp', 'dotnet'],
  ['golang', 'other'],
  ['C', 'native'],
  [null, 'other'],
])('%s → %s', (platform, family) => expect(platformFamily(platform)).toBe(family))
