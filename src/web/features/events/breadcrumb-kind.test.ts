import { expect, it } from 'vitest'
import type { Breadcrumb } from '../../api/types.ts'
import { breadcrumbKind, breadcrumbLine } from './breadcrumb-kind.ts'

const crumb = (more: Partial<Breadcrumb>): Breadcrumb => ({
  type: 'default',
  timestamp: null,
  level: 'info',
  message: null,
  category: null,
  data: null,
  ...more,
})

it.each([
  [{ type: 'http' }, 'http'],
  [{ category: 'fetch' }, 'http'],
  [{ type: 'navigation' }, 'navigation'],
  [{ category: 'ui.click' }, 'ui'],
  [{ category: 'console' }, 'console'],
  [{ category: 'query' }, 'query'],
  [{ category: 'sentry.event' }, 'error'],
  [{ category: 'device.orientation' }, 'system'],
  [{ category: 'checkout' }, 'note'],
])('%o is of kind %s', (given, kind) => expect(breadcrumbKind(crumb(given))).toBe(kind))

it('says what happened', () => {
  expect(breadcrumbLine(crumb({ message: 'hello', type: 'http' }))).toBe('hello')
  expect(breadcrumbLine(crumb({ type: 'http', data: { method: 'GET', url: '/api', status_code: 500 } }))).toBe(
    'GET /api [500]',
  )
  expect(breadcrumbLine(crumb({ type: 'navigation', data: { from: '/a', to: '/b' } }))).toBe('/a → /b')
  expect(breadcrumbLine(crumb({ data: { from: {}, x: 1 } }))).toBe('')
})
