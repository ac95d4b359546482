import { expect, test } from 'vitest'
import { blockedSource, effectiveDirective, localViolation } from './csp.ts'

test.each([
  ['', "'self'"],
  ['self', "'self'"],
  ["'self'", "'self'"],
  ['http://example.com/foo', 'example.com'],
  ['https://example.com:8080?x', 'example.com:8080'],
  ['ftp://example.com/foo', 'ftp://example.com'],
  ['data:text/plain,x', 'data://'],
  ['data', 'data://'],
  ['blob', 'blob://'],
  ['chrome-extension://abc/x', 'chrome-extension://abc'],
])('%s came from %s', (blocked_uri, expected) => {
  expect(blockedSource({ blocked_uri })).toBe(expected)
})

test('odd types are the page itself', () => {
  expect(blockedSource({ blocked_uri: 7 })).toBe("'self'")
  expect(blockedSource({})).toBe("'self'")
})

test('the directive, or the first word of the policy', () => {
  expect(effectiveDirective({ effective_directive: 'img-src', violated_directive: 'x' })).toBe('img-src')
  expect(effectiveDirective({ violated_directive: "script-src 'self'" })).toBe('script-src')
  expect(effectiveDirective({})).toBe('')
})

test('inline code of the page', () => {
  const report = (violated_directive: string, blocked_uri = '', effective_directive = 'script-src') =>
    localViolation({ violated_directive, blocked_uri, effective_directive })
  expect(report("script-src 'unsafe-inline'")).toBe("'unsafe-inline'")
  expect(report("script-src 'unsafe-eval'")).toBe("'unsafe-eval'")
  expect(report("script-src 'unsafe-eval'", 'https://x')).toBe(null)
  expect(report("style-src 'unsafe-inline'", '', 'style-src')).toBe(null)
  expect(report('script-src-elem', 'inline', 'script-src-elem')).toBe("'unsafe-inline'")
  expect(report('script-src', 'eval')).toBe("'unsafe-eval'")
})
