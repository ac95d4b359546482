import { describe, expect, test } from 'vitest'
import { browserOfHints, modelOfHints, osOfHints } from './client-hints.ts'
import { createNormalizer } from './normalize.ts'
import { exampleReceipt } from './testing/example-receipt.ts'
import { createUserAgentParser } from './user-agent.ts'

const parse = createUserAgentParser()
const named = (agent: { name: string; version?: string } | null) =>
  agent ? `${agent.name} ${agent.version ?? '-'}` : null

describe('createUserAgentParser', () => {
  test.each([
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.71 Safari/537.36',
      'Chrome 120.0.6099',
      'Mac OS X >=10.15.7',
      'Mac',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91',
      'Edge 120.0.2210',
      'Windows >=10',
      undefined,
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1',
      'Mobile Safari 17.1',
      'iOS 17.1',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/119.0.6045.109 Mobile/15E148 Safari/604.1',
      'Chrome Mobile iOS 119.0.6045',
      'iOS 17.1',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Mobile Safari/537.36',
      'Chrome Mobile 112.0.0',
      'Android 13',
      'Samsung SM-G991B',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0', 'Firefox 115.0', 'Linux -', undefined],
    ['Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko', 'IE 11.0', 'Windows 8.1', undefined],
    [
      'Mozilla/5.0 (Linux; U; Android 3.2; nl-nl; GT-P6800 Build/HTJ85B) AppleWebKit/534.13 (KHTML, like Gecko) Version/4.0 Safari/534.13',
      'Android 3.2',
      'Android 3.2',
      'Samsung GT-P6800',
    ],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot 2.1', null, 'Spider'],
    [
      'Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Mobile Safari/537.36',
      'Chrome Mobile 112.0.0',
      'Android 10',
      'CUBOT NOTE 20',
    ],
    ['python-requests/2.22.0', 'Python Requests 2.22.0', null, undefined],
    ['curl/7.54.0', 'curl 7.54.0', null, undefined],
    ['my-own-client/1.0', null, null, undefined],
    ['', null, null, undefined],
  ])('%s', (header, browser, os, device) => {
    const agent = parse(header)
    expect(named(agent.browser)).toBe(browser)
    expect(named(agent.os)).toBe(os)
    expect(agent.device?.family).toBe(device)
  })

  test('remembers the last ones only', () => {
    const small = createUserAgentParser(2)
    const first = small('curl/1.0')
    expect(small('curl/1.0')).toBe(first)
    small('curl/2.0')
    expect(small('curl/1.0')).toBe(first)
    small('curl/3.0')
    expect(small('curl/1.0')).toBe(first)
    small('curl/4.0')
    small('curl/5.0')
    expect(small('curl/1.0')).not.toBe(first)
    expect(small('curl/1.0')).toEqual(first)
  })

  test.each([
    'a'.repeat(100_000),
    'Mozilla/5.0 '.repeat(10_000),
    `Mozilla/5.0 (${';'.repeat(50_000)}`,
    'bot'.repeat(50_000),
    `Mozilla/5.0 ${'('.repeat(50_000)}`,
  ])('long headers take no time', (header) => {
    const start = performance.now()
    createUserAgentParser()(header)
    expect(performance.now() - start).toBeLessThan(200)
  })
})

describe('client hints', () => {
  test('the brand is neither the decoy nor the engine', () => {
    const hints = { 'sec-ch-ua': '"Not_A Brand";v="99", "Chromium";v="109", "Google Chrome";v="109"' }
    expect(browserOfHints(hints)).toEqual({ name: 'Google Chrome', version: '109' })
    expect(browserOfHints({ 'sec-ch-ua': '"Not_A Brand";v="99", "Chromium";v="109"' })).toBeNull()
    expect(osOfHints({ 'sec-ch-ua-platform': '"macOS"', 'sec-ch-ua-platform-version': '"13.1.0"' })).toEqual({
      name: 'macOS',
      version: '13.1.0',
    })
    expect(osOfHints({ 'sec-ch-ua-platform': '""' })).toBeNull()
    expect(modelOfHints({ 'sec-ch-ua-model': '"Pixel 7"' })).toBe('Pixel 7')
  })
})

describe('contexts of the agent', () => {
  const chrome = 'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2228.0 Safari/537.36'
  const normalize = createNormalizer()
  const contextsOf = (raw: object, receipt = exampleReceipt()) =>
    normalize(raw, receipt, { eventId: null, sentAt: null }).contexts
  const request = { headers: [['user-agent', chrome]] }

  test('the client of a server goes to client_os, beside the server’s os', () => {
    expect(contextsOf({ platform: 'python', request, contexts: { os: { name: 'Linux' } } })).toEqual({
      os: { type: 'os', name: 'Linux' },
      browser: { type: 'browser', name: 'Chrome', version: '41.0.2228' },
      client_os: { type: 'os', name: 'Windows', version: '7' },
    })
    expect(contextsOf({ platform: 'javascript', request })).toMatchObject({ os: { name: 'Windows' } })
  })

  test('what the SDK sent stays', () => {
    expect(
      contextsOf({ platform: 'javascript', request, contexts: { browser: { name: 'Own' }, os: { name: 'Mine' } } }),
    ).toEqual({
      browser: { type: 'browser', name: 'Own' },
      os: { type: 'os', name: 'Mine' },
    })
  })

  test('hints win over the agent', () => {
    const hinted = {
      headers: {
        'User-Agent': chrome,
        'Sec-CH-UA-Platform': '"Windows"',
        'sec-ch-ua-platform-version': '"15.0.0"',
        'sec-ch-ua-model': '"X"',
      },
    }
    expect(contextsOf({ platform: 'javascript', request: hinted })).toMatchObject({
      os: { name: 'Windows', version: '15.0.0' },
      device: { model: 'X' },
      browser: { name: 'Chrome' },
    })
  })

  test('browsers that send no headers are seen by their own request; servers are not', () => {
    const receipt = exampleReceipt({ userAgent: chrome })
    expect(contextsOf({ platform: 'javascript' }, receipt)).toMatchObject({ browser: { name: 'Chrome' } })
    expect(contextsOf({ platform: 'python' }, receipt)).toBeUndefined()
  })

  test('contexts of two events share nothing', () => {
    const first = contextsOf({ platform: 'javascript', request })
    if (first?.browser) first.browser.name = 'changed'
    expect(contextsOf({ platform: 'javascript', request })?.browser?.name).toBe('Chrome')
  })
})
