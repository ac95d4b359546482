import { describe, expect, it } from 'vitest'
import { formatRateLimits, parseRateLimits, type RateLimit } from './rate-limits.ts'

const limit: RateLimit = { retryAfter: 60, categories: [], scope: '', reasonCode: null, namespaces: [] }

describe.each<[string, RateLimit[]]>([
  ['', []],
  ['60::', [limit]],
  ['60:error;transaction:key', [{ ...limit, categories: ['error', 'transaction'], scope: 'key' }]],
  [
    '60:error:key:key_quota, 2700::organization',
    [
      { ...limit, categories: ['error'], scope: 'key', reasonCode: 'key_quota' },
      { ...limit, retryAfter: 2700, scope: 'organization' },
    ],
  ],
  [
    '60:metric_bucket:organization::custom;spans',
    [{ ...limit, categories: ['metric_bucket'], scope: 'organization', namespaces: ['custom', 'spans'] }],
  ],
])('"%s"', (header, limits) => {
  it('is written', () => expect(formatRateLimits(limits)).toBe(header))
  it('is read', () => expect(parseRateLimits(header)).toEqual(limits))
})

it('is read leniently', () => {
  expect(parseRateLimits(' 1.2 : error ; ; default :key, never:error, :x, -1:x,5')).toEqual([
    { ...limit, retryAfter: 2, categories: ['error', 'default'], scope: 'key' },
    { ...limit, retryAfter: 5 },
  ])
})
