import { expect, it } from 'vitest'
import { tagOf, userWords } from './event-words.ts'

it('names a user by what tells most', () => {
  expect(userWords({ id: '7', email: 'ann@example.com', username: 'ann' })).toBe('ann@example.com')
  expect(userWords({ id: '7', email: null, ip_address: '203.0.113.9' })).toBe('7')
  expect(userWords({ id: null, ip_address: '203.0.113.9' })).toBe('203.0.113.9')
  expect(userWords(null)).toBe('')
})

it('finds a tag by either of its names', () => {
  const tags = [
    { key: 'sentry:release', value: '1.0' },
    { key: 'shop', value: 'berlin' },
  ]
  expect([tagOf({ tags }, 'release'), tagOf({ tags }, 'shop'), tagOf({ tags }, 'dist')]).toEqual(['1.0', 'berlin', ''])
})
