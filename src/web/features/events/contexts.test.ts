import { expect, it } from 'vitest'
import { contextTitle, tellingContexts, userRows } from './contexts.ts'

it('titles contexts by type, name and content', () => {
  expect(contextTitle('browser', { name: 'Chrome', version: '120.0' })).toBe('Browser · Chrome 120.0')
  expect(contextTitle('my os', { type: 'os', name: 'Linux' })).toBe('Operating system · Linux')
  expect(contextTitle('cart', { items: 3 })).toBe('cart')
})

it('leaves out contexts that say nothing but their type', () => {
  const contexts = {
    cloud_resource: { type: 'cloud_resource' },
    gpu: { type: 'gpu', name: null },
    none: null,
    empty: {},
    os: { type: 'os', name: 'Linux' },
    cart: { items: 0 },
  }
  expect(tellingContexts(contexts).map(([name]) => name)).toEqual(['os', 'cart'])
  expect(tellingContexts(null)).toEqual([])
})

it('lists what is known of a user', () => {
  expect(userRows({ id: '7', email: null, geo: { city: 'Wien', country_code: 'AT' }, data: { plan: 'pro' } })).toEqual([
    ['id', '7'],
    ['place', 'Wien, AT'],
    ['plan', 'pro'],
  ])
})
