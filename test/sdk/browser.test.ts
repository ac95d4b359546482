import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/browser.ts'
import { type ApiClient, eventually, signIn } from '../support/client.ts'
import { dig, isRecord, type JsonRecord, list, text } from '../support/json.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { entry, expectServed, readEvent, tagsOf } from './served.ts'
import { openShop, type Shop } from './shop.ts'

let folder = { path: '', remove: async () => {} }
let server: BootedServer
let client: ApiClient
let browser: Browser
let shop: Shop
beforeAll(async () => {
  folder = await temporaryFolder('sdk-browser')
  server = await bootServer({ data: folder.path })
  client = await signIn(server)
  browser = await launchChromium()
  // Another origin than the server: the browser lets the SDK through only where CORS does.
  shop = await openShop({ dsn: server.dsn })
})
afterAll(async () => {
  await browser.close()
  await shop.close()
  await server.kill()
  await folder.remove()
})

let page: Page
/** Events as they left the page, and what its console said of trouble. */
let sent: JsonRecord[]
let answers: number[]
let trouble: string[]
beforeEach(async () => {
  page = await open(shop)
})
afterEach(async () => {
  await page.close()
})

async function open(at: Shop): Promise<Page> {
  const opened = await browser.newPage()
  sent = []
  answers = []
  trouble = []
  opened.on('request', (request) => {
    if (request.method() === 'POST' && request.url().startsWith(server.url))
      sent.push(...readEvents(request.postDataBuffer()))
  })
  opened.on('response', (response) => {
    if (response.url().startsWith(`${server.url}/api/`)) answers.push(response.status())
  })
  opened.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text())
  })
  await opened.goto(`${at.url}?coupon=SPRING#cart`)
  return opened
}

/** The events of an envelope. */
function readEvents(body: Buffer | null): JsonRecord[] {
  const lines = (body?.toString('utf8') ?? '').split('\n')
  return lines.flatMap((line, index) => {
    if (line === '' || !line.startsWith('{"type":"event"')) return []
    const event: unknown = JSON.parse(lines[index + 1] ?? 'null')
    return isRecord(event) ? [event] : []
  })
}

/** Waits until the page has sent so many events, and reads them back. */
async function readBack(count: number): Promise<JsonRecord[]> {
  await eventually(async () => sent.length >= count)
  const served = []
  for (const event of sent) {
    const one = await readEvent(client, text(event, 'event_id'))
    expectServed(one, event)
    expect(one['sdk']).toEqual({ name: 'sentry.javascript.browser', version: '11.12.0' })
    served.push(one)
  }
  expect(served).toHaveLength(count)
  expect(answers.every((status) => status === 200)).toBe(true)
  expect(trouble).toEqual([])
  return served
}

describe('an error that nothing catches', () => {
  test('comes with its stack, the click before it, and what the user agent says', async () => {
    await page.click('#pay')
    const [served] = await readBack(1)
    expect(served).toMatchObject({
      title: "TypeError: Cannot read properties of undefined (reading 'amount')",
      platform: 'javascript',
      culprit: expect.stringContaining('priceOf'),
      location: `${shop.url}app.js`.replace(/^http:\/\/[^/]+/, ''),
    })
    const [exception] = list(entry(served, 'exception'), 'values')
    expect(dig(exception, 'mechanism')).toMatchObject({ handled: false })
    const frames = list(exception, 'stacktrace', 'frames')
    expect(frames.slice(-2)).toMatchObject([
      { function: 'HTMLButtonElement.onPay', absPath: `${shop.url}app.js`, inApp: true },
      { function: 'priceOf', filename: '/app.js', inApp: true },
    ])
    expect(list(entry(served, 'breadcrumbs'), 'values').at(-1)).toMatchObject({
      category: 'ui.click',
      message: 'body > button#pay[type="button"]',
    })
    expect(entry(served, 'request')).toMatchObject({ url: shop.url, query: [['coupon', 'SPRING']], fragment: 'cart' })
    expect(dig(served, 'contexts', 'browser')).toMatchObject({
      type: 'browser',
      name: expect.stringContaining('Chrom'),
    })
    expect(dig(served, 'contexts', 'os')).toMatchObject({ type: 'os', name: 'Linux' })
    expect(tagsOf(served)).toMatchObject({
      'browser.name': dig(served, 'contexts', 'browser', 'name'),
      browser: expect.stringContaining(browser.version().split('.')[0] ?? ''),
      'os.name': 'Linux',
      handled: 'no',
      environment: 'staging',
      release: 'shop@2.0.1',
    })
    expect(text(tagsOf(served), 'url')).toContain(shop.url)
  })
})

describe('a rejection that nothing catches', () => {
  test('comes as what was thrown', async () => {
    await page.click('#ship')
    const [served] = await readBack(1)
    expect(served).toMatchObject({ title: 'OutOfStock: 3 books are missing' })
    expect(dig(entry(served, 'exception'), 'values', 0, 'mechanism')).toMatchObject({
      type: 'auto.browser.global_handlers.onunhandledrejection',
      handled: false,
    })
  })
})

describe('all that a page can attach', () => {
  test('comes back', async () => {
    await page.click('#everything')
    const [served] = await readBack(1)
    // This SDK sends messages with the stack of the call, as a synthetic exception: Sentry's title is then the function.
    expect(served).toMatchObject({
      title: 'tellAboutCart',
      type: 'error',
      message: 'the cart is full',
      metadata: { value: 'the cart is full', function: 'tellAboutCart' },
      context: { attempt: 3 },
    })
    expect(dig(entry(served, 'exception'), 'values', 0, 'mechanism', 'synthetic')).toBe(true)
    expect(served?.['user']).toMatchObject({ id: '7', email: 'joe@example.com', username: 'joe' })
    expect(tagsOf(served)).toMatchObject({ theme: 'dark', level: 'warning', user: 'id:7' })
    expect(dig(served, 'contexts', 'cart')).toMatchObject({ items: ['book'], total: 12 })
    const crumbs = list(entry(served, 'breadcrumbs'), 'values')
    expect(crumbs).toMatchObject([
      { category: 'ui.click', message: expect.stringContaining('button#everything') },
      { category: 'cart', message: 'added a book', data: { sku: 'B-1' } },
      { category: 'console', level: 'warning', message: 'the cart is nearly full' },
      { type: 'http', category: 'fetch', data: { method: 'GET', url: '/stock.json', status_code: 200 } },
    ])
  })
})

describe('a chain of causes', () => {
  test('comes back in order', async () => {
    await page.click('#chain')
    const [served] = await readBack(1)
    expect(list(entry(served, 'exception'), 'values').map((value) => dig(value, 'value'))).toEqual([
      'no network',
      'the order was not sent',
    ])
    expect(served?.['title']).toBe('Error: the order was not sent')
  })
})

describe('a fingerprint', () => {
  test('joins different errors', async () => {
    await page.click('#fingerprints')
    const [one, two] = await readBack(2)
    expect(one?.['groupID']).toBe(two?.['groupID'])
    expect(await client.get(`/organizations/lapwing/issues/${String(one?.['groupID'])}/`)).toMatchObject({ count: '2' })
  })
})

describe('the address of the visitor', () => {
  test('is kept only where the page collects it', async () => {
    const settings: [unknown, string | null][] = [
      [{ userInfo: false }, null],
      [{ userInfo: true }, '127.0.0.1'],
    ]
    for (const [dataCollection, address] of settings) {
      const other = await openShop({ dsn: server.dsn, dataCollection })
      const opened = await open(other)
      await opened.click('#ship')
      const [served] = await readBack(1)
      expect(dig(sent, 0, 'sdk', 'settings', 'infer_ip')).toBe(address === null ? 'never' : 'auto')
      expect(dig(served, 'user', 'ip_address') ?? null).toBe(address)
      await opened.close()
      await other.close()
    }
  })
})
