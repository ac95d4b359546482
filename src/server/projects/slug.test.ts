import { describe, expect, test } from 'vitest'
import { isSlug, slugOf } from './slug.ts'

describe('slugOf', () => {
  test.each([
    ['My shop', 'my-shop'],
    ['Café Nr. 5', 'cafe-nr-5'],
    ['--x--', 'x'],
    ['42', 'p-42'],
    ['日本', null],
    ['a'.repeat(80), 'a'.repeat(50)],
  ])('%s → %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
    expect(slug === null || isSlug(slug)).toBe(true)
  })
})
