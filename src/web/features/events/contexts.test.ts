import { expect, it } from 'vitest'
import { contextTitle, userRows } from './contexts.ts'

it('titles contexts by type, name and content', () => {
  expect(contextTitle('browser', { name: 'Chrome', version: '120.0' })).toBe('Browser · Chrome 120.0')
  expect(contextTitle('my os', { type: 'os', name: 'Linux' })).toBe('Operating system · Linux')
  expect(contextTitle('cart', { items: 3 })).toBe('cart')
})

it('lists what is known of a user', () => {
  expect(userRows({ id: '7', email: null, geo: { city: 'Wien', country_code: 'AT' }, data: { plan: 'pro' } })).toEqual([
    ['id', '7'],
    ['place', 'Wien, AT'],
    ['plan', 'pro'],
  ])
})
