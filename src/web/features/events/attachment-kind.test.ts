import { describe, expect, it } from 'vitest'
import { canPreview, kindOf } from './attachment-kind.ts'

describe('kindOf', () => {
  it.each([
    ['event.attachment', 'text/plain', 'text/plain'],
    ['event.view_hierarchy', 'application/json', 'View hierarchy · application/json'],
    ['custom.type', 'text/plain', 'custom.type · text/plain'],
    ['constructor', null, 'constructor'],
    ['event.attachment', null, 'File'],
  ])('says of %s and %s: %s', (type, mimetype, words) => {
    expect(kindOf({ type, mimetype })).toBe(words)
  })
})

describe('canPreview', () => {
  it.each([
    ['image/png', 1000, true],
    ['image/svg+xml', 1000, false],
    ['text/html', 1000, false],
    [null, 1000, false],
    ['image/png', 0, false],
    ['image/png', 6_000_000, false],
  ])('of %s with %d bytes is %s', (mimetype, size, expected) => {
    expect(canPreview({ mimetype, size })).toBe(expected)
  })
})
