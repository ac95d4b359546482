import { expect, it } from 'vitest'
import { safeNext } from './safe-next.ts'

it.each([
  ['/organizations/acme/issues/?query=a', '/organizations/acme/issues/?query=a'],
  ['//evil.test/', '/'],
  ['/\\evil.test', '/'],
  ['https://evil.test/', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
])('%s → %s', (given, path) => expect(safeNext(given)).toBe(path))
