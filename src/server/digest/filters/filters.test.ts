import { describe, expect, test } from 'vitest'
import { createNormalizer } from '../normalize/normalize.ts'
import { exampleReceipt } from '../normalize/testing/example-receipt.ts'
import type { FilterSettings, Receipt } from '../types.ts'
import { compileAddresses } from './addresses.ts'
import { compileOnce } from './compiled.ts'
import { compileCspSources } from './csp-sources.ts'
import { createFilter, defaultFilters } from './filters.ts'

const normalize = createNormalizer()
const filter = createFilter()
const off: FilterSettings = {
  browserExtensions: false,
  localhost: false,
  webCrawlers: false,
  legacyBrowsers: [],
  reactHydrationErrors: false,
  chunkLoadErrors: false,
  errorMessages: [],
  releases: [],
  ipAddresses: [],
  cspDisallowedSources: [],
}

function reasonOf(raw: object, settings: Partial<FilterSettings>, receipt: Receipt = exampleReceipt()): string | null {
  const event = normalize(raw, receipt, { eventId: null, sentAt: null })
  const kept = filter(event, receipt, off)
  expect(kept).toEqual({ kept: true })
  const result = filter(event, receipt, { ...off, ...settings })
  return result.kept ? null : result.reason
}

const thrown = (value: string, type = 'Error') => ({ exception: [{ type, value }] })
const withAgent = (agent: string) => ({ request: { headers: [['User-Agent', agent]] } })

describe('browser extensions', () => {
  test.each([
    "null is not an object (evaluating 'elt.parentNode')",
    'some error on top.GLOBALS',
    'Extension context invalidated.',
    "TypeError: can't access dead object",
    "Can't find variable: ZiteReader",
    'fb_xd_fragment',
  ])('%s', (value) => expect(reasonOf(thrown(value), { browserExtensions: true })).toBe('browser-extensions'))

  test.each([
    ['chrome-extension://abc/content.js', true],
    ['moz-extension://abc/content.js', true],
    ['safari-web-extension://abc/content.js', true],
    ['https://fscr.kaspersky-labs.com/B/main.js', true],
    ['https://connect.facebook.net/en_US/sdk.js', true],
    ['https://example.com/chrome-extension.js', false],
  ])('source %s: %s', (abs_path, filtered) => {
    const frames = [{ abs_path: 'https://example.com/a.js' }, { abs_path }, { abs_path: '<anonymous>' }]
    const raw = { exception: [{ type: 'A', value: 'b', stacktrace: { frames } }, thrown('top.GLOBALS')] }
    expect(reasonOf(raw, { browserExtensions: true })).toBe(filtered ? 'browser-extensions' : null)
  })
})

describe('localhost', () => {
  test.each([
    [{ user: { ip_address: '127.0.0.1' } }, true],
    [{ user: { ip_address: '::1' } }, true],
    [{ user: { ip_address: '133.12.12.1' } }, false],
    [{ request: { url: 'http://localhost:8080/' } }, true],
    [{ request: { url: 'http://foo.bar.localhost/' } }, true],
    [{ request: { url: 'http://127.0.0.1/x' } }, true],
    [{ request: { url: 'http://[::1]:3000/x' } }, true],
    [{ request: { url: 'file:///home/me/x.html' } }, true],
    [{ request: { url: 'http://localhost.com/' } }, false],
    [{ request: { url: 'http://alocalhost/' } }, false],
    [{ request: { url: 'http://user@localhost/' } }, true],
    [{ request: { url: 'http://x.com/localhost' } }, false],
    [{ request: { headers: [['Host', 'localhost:3000']] } }, true],
    [{ request: { headers: [['X-Forwarded-For', '::1']] } }, true],
    [{ request: { headers: [['X-Forwarded-Host', 'localhost.example.com']] } }, false],
    [{ request: { url: 'http://x.com/', headers: [['Host', 'localhost']] } }, false],
    [{}, false],
  ])('%j: %s', (raw, filtered) => expect(reasonOf(raw, { localhost: true })).toBe(filtered ? 'localhost' : null))
})

describe('web crawlers', () => {
  test.each([
    'Mediapartners-Google',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'AdsBot-Google (+http://www.google.com/adsbot.html)',
    'FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)',
    'Twitterbot/1.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Mozilla/5.0 (compatible; HubSpot Crawler; web-crawlers@hubspot.com)',
    'Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)',
    'Mozilla/5.0 (Linux; Android 6.0.1; Calypso AppCrawler Build/MMB30Y; wv) AppleWebKit/537.36',
    'facebookexternalhit/1.1',
    'Pingdom.com_bot_version_1.4',
    'AWS Security Scanner',
  ])('%s', (agent) => expect(reasonOf(withAgent(agent), { webCrawlers: true })).toBe('web-crawlers'))

  test.each([
    'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2228.0 Safari/537.36',
    'Slackbot 1.0(+https://api.slack.com/robots)',
    'Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36',
    'robotics-client',
    '',
  ])('not %s', (agent) => expect(reasonOf(withAgent(agent), { webCrawlers: true })).toBeNull())

  test('by the request itself, for browsers that send no headers', () => {
    const receipt = exampleReceipt({ userAgent: 'Googlebot/2.1' })
    expect(reasonOf({ platform: 'javascript' }, { webCrawlers: true }, receipt)).toBe('web-crawlers')
    expect(reasonOf({ platform: 'python' }, { webCrawlers: true }, receipt)).toBeNull()
  })
})

describe('legacy browsers', () => {
  const ie8 = 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.0; Trident/4.0)'
  const ie11 = 'Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko'
  const ieMobile =
    'Mozilla/5.0 (compatible; MSIE 9.0; Windows Phone OS 7.5; Trident/5.0; IEMobile/9.0; NOKIA; Lumia 710)'
  const operaMini7 = 'Opera/9.80 (J2ME/MIDP; Opera Mini/7.0.32796/59.323; U; fr) Presto/2.12.423 Version/12.16'
  const opera14 =
    'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/27.0.1453.12 Safari/537.36 OPR/14.0.1116.4'
  const android3 =
    'Mozilla/5.0 (Linux; U; Android 3.2; nl-nl; GT-P6800 Build/HTJ85B) AppleWebKit/534.13 (KHTML, like Gecko) Version/4.0 Safari/534.13'
  const safari5 =
    'Mozilla/5.0 (Windows; U; Windows NT 6.1; zh-HK) AppleWebKit/533.18.1 (KHTML, like Gecko) Version/5.0.2 Safari/533.18.5'
  const iphone15 =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 15_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.1 Mobile/15E148 Safari/604.1'
  const chrome110 =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0.0.0 Safari/537.36'
  const chrome111 = chrome110.replace('110.', '111.')
  const edge18 =
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763'
  const firefox115 = 'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0'

  test.each([
    [ie8, ['ie'], true],
    [ie8, ['ie_pre_9'], true],
    [ie11, ['ie'], true],
    [ie11, ['ie11'], true],
    [ie11, ['ie10', 'ie9', 'ie_pre_9'], false],
    [ieMobile, ['ie9'], true],
    [operaMini7, ['opera_mini'], true],
    [operaMini7, ['opera'], false],
    [opera14, ['opera_pre_15'], true],
    [opera14, ['chrome'], false],
    [android3, ['android'], true],
    [safari5, ['safari_pre_6'], true],
    [iphone15, ['safari'], true],
    [chrome110, ['chrome'], true],
    [chrome111, ['chrome'], false],
    [edge18, ['edge'], true],
    [edge18, ['edge_pre_79'], true],
    [firefox115, ['firefox', 'chrome', 'ie'], false],
    [firefox115.replace('115', '110'), ['firefox'], true],
    [ie8, ['unknown'], false],
  ])('%s with %j: %s', (agent, legacyBrowsers, filtered) => {
    expect(reasonOf(withAgent(agent), { legacyBrowsers })).toBe(filtered ? 'legacy-browsers' : null)
  })
})

describe('hydration and chunk-load errors', () => {
  test.each([
    [
      'Minified React error #423; visit https://reactjs.org/docs/error-decoder.html?invariant=423 for the full message',
      true,
    ],
    ['Minified React error #418; visit https://react.dev/errors/418?args[]= for the full message', true],
    ['Minified React error #130; visit https://react.dev/errors/130 for the full message', false],
    ['https://react.dev/errors/4180', false],
    ['Hydration failed because the initial UI does not match what was rendered on the server.', true],
    ['hydrating plants', false],
  ])('%s: %s', (value, filtered) => {
    expect(reasonOf(thrown(value), { reactHydrationErrors: true })).toBe(filtered ? 'react-hydration-errors' : null)
  })

  test.each([
    ['ChunkLoadError', 'Loading chunk 3662 failed.\n(error: https://x/_next/static/chunks/1.js)', true],
    ['ChunkLoadError', 'Failed to load chunk /_next/x.js', true],
    ['Error', 'Uncaught (in promise): ChunkLoadError: Loading chunk 175 failed.', true],
    ['UnhandledRejection: Uncaught x', 'ChunkLoadError: Loading chunk 175 failed.', true],
    ['Error', 'Loading chunk 3662 failed.', false],
    ['ChunkLoadError', 'other', false],
  ])('%s: %s: %s', (type, value, filtered) => {
    expect(reasonOf(thrown(value, type), { chunkLoadErrors: true })).toBe(filtered ? 'chunk-load-error' : null)
  })
})

describe('globs', () => {
  test.each([
    ['filteredexception*', true],
    ['*this is a filtered exception.', true],
    ['FilteredException: This is a {filtered,other} exception?', true],
    ['this is', false],
    ['', false],
    ['filteredexception', false],
    ['*log line*', true],
  ])('error message %s: %s', (pattern, filtered) => {
    const raw = { message: 'A log line', ...thrown('This is a filtered exception.', 'FilteredException') }
    expect(reasonOf(raw, { errorMessages: [pattern] })).toBe(filtered ? 'error-message' : null)
  })

  test.each([
    ['1.*', true],
    ['APP@1.*', false],
    ['1.2.[34]', true],
    ['*', true],
    ['2.*', false],
  ])('release %s: %s', (pattern, filtered) => {
    expect(reasonOf({ release: '1.2.3' }, { releases: [pattern] })).toBe(filtered ? 'release-version' : null)
    expect(reasonOf({}, { releases: [pattern] })).toBeNull()
  })

  test('patterns cannot hang', () => {
    const start = performance.now()
    reasonOf(thrown('a'.repeat(8000)), { errorMessages: [`${'*a'.repeat(100)}b`, `${'{a,b}'.repeat(50)}`] })
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('addresses', () => {
  test.each([
    ['192.0.2.1', ['192.0.2.1'], true],
    ['192.0.2.1', ['192.0.2.0/24'], true],
    ['192.0.3.1', ['192.0.2.0/24'], false],
    ['2001:db8::5', ['2001:DB8::/32'], true],
    ['::ffff:192.0.2.1', ['192.0.2.1'], true],
    ['192.0.2.1', ['2001:db8::/32', 'nonsense', '192.0.2.1/33', '192.0.2.1/', '0x7f.1'], false],
    ['nonsense', ['0.0.0.0/0'], false],
    ['127.0.0.1', ['0.0.0.0/0'], true],
  ])('%s in %j: %s', (address, entries, inside) => expect(compileAddresses(entries)(address)).toBe(inside))

  test('are those of the sender', () => {
    const receipt = exampleReceipt({ clientIp: '203.0.113.9' })
    expect(reasonOf({}, { ipAddresses: ['203.0.113.0/24'] }, receipt)).toBe('ip-address')
    expect(reasonOf({ user: { ip_address: '198.51.100.1' } }, { ipAddresses: ['198.51.100.1'] }, receipt)).toBeNull()
  })
})

describe('CSP sources', () => {
  test.each([
    ['http://abc.com:80', ['abc.com'], true],
    ['http://abc.com:80', ['*:80'], true],
    ['http://abc.com:80', ['*:81'], false],
    ['http://abc.com', ['https://abc.com'], false],
    ['https://a.b.abc.com/x', ['*.abc.com'], true],
    ['https://abc.com/x', ['*.abc.com'], true],
    ['https://xabc.com/x', ['*.abc.com'], false],
    ['chrome-extension://fdsa', ['chrome-extension://*'], true],
    ['about', ['about'], true],
    ['https://ABC.com', ['abc.COM'], true],
    ['https://abc.com', ['', ' '], false],
    ['https://abc.com', ['*'], true],
  ])('%s in %j: %s', (address, entries, inside) => {
    expect(compileCspSources(entries)({ blocked_uri: address })).toBe(inside)
    expect(compileCspSources(entries)({ source_file: address, blocked_uri: 'https://unrelated.example' })).toBe(inside)
  })

  test('only for reports', () => {
    const settings = { cspDisallowedSources: ['evil.com'] }
    expect(reasonOf({ csp: { blocked_uri: 'https://evil.com/x' } }, settings)).toBe('invalid-csp')
    expect(reasonOf({ csp: { blocked_uri: 'https://good.com/x' } }, settings)).toBeNull()
    expect(reasonOf({ request: { url: 'https://evil.com/x' } }, settings)).toBeNull()
  })
})

describe('settings', () => {
  test('of new projects', () => {
    const event = (raw: object) => normalize(raw, exampleReceipt(), { eventId: null, sentAt: null })
    expect(
      filter(event(thrown('Loading chunk 1 failed.', 'ChunkLoadError')), exampleReceipt(), defaultFilters),
    ).toEqual({ kept: false, reason: 'chunk-load-error' })
    expect(
      filter(
        event({ csp: { blocked_uri: 'x', source_file: 'moz-extension://abc' } }),
        exampleReceipt(),
        defaultFilters,
      ),
    ).toEqual({ kept: false, reason: 'invalid-csp' })
    expect(filter(event(thrown('plain')), exampleReceipt(), defaultFilters)).toEqual({ kept: true })
  })

  test('are compiled once for the same object and for the same content', () => {
    let compiled = 0
    const of = compileOnce((settings: { a: string }) => ({ ...settings, n: ++compiled }), 2)
    const first = { a: 'x' }
    expect([of(first), of(first), of({ a: 'x' })].map(({ n }) => n)).toEqual([1, 1, 1])
    expect(of({ a: 'y' }).n).toBe(2)
    expect(of({ a: 'z' }).n).toBe(3)
    expect(of({ a: 'x' }).n).toBe(4)
    expect(of(first).n).toBe(1)
  })
})
