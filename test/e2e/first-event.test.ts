import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runApp } from '../sdk/run-app.ts'
import { launchChromium } from '../support/browser.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { overhang, type Watch, watch } from './watch.ts'

const screenshots = path.join(import.meta.dirname, '../../test-results/e2e')
const desktop = { viewport: { width: 1280, height: 900 } }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

let browser: Browser
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true })
  browser = await launchChromium()
})
afterAll(() => browser.close())

let folder = { path: '', remove: async () => {} }
let server: BootedServer
let context: BrowserContext
let page: Page
let seen: Watch
beforeEach(async () => {
  folder = await temporaryFolder('e2e')
  server = await bootServer({ data: folder.path })
  await useContext(desktop)
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await photograph(`failed-${task.name.replaceAll(/\W+/g, '-')}`)
  await context.close()
  await server.kill()
  await folder.remove()
})

/** Opens a page in a browser of its own, watched from the first request on. */
async function useContext(options: BrowserContextOptions): Promise<void> {
  context = await browser.newContext({ colorScheme: 'light', ...options })
  context.setDefaultTimeout(10_000)
  seen = watch(context, server.url)
  page = await context.newPage()
}

/** Whatever else a test looks at: nothing asked elsewhere, nothing went wrong unseen. */
function expectQuiet(): void {
  expect(seen).toEqual({ outside: [], trouble: [] })
}

async function photograph(name: string): Promise<void> {
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true })
}

const see = (locator: Locator): Promise<void> => locator.first().waitFor()
const platformNode = (): Locator =>
  page.getByLabel('Platform', { exact: true }).getByRole('button', { name: 'Node.js', exact: true })
const section = (name: string): Locator => page.getByRole('region', { name, exact: true })

async function enter(): Promise<void> {
  await page.goto(server.signIn)
  await page.getByRole('button', { name: 'Not now' }).click()
  await see(page.getByRole('searchbox'))
}

/** Signed in, with one issue, on its page. */
async function openFirstIssue(): Promise<void> {
  await runApp('checkout', server.dsn)
  await enter()
  await page.getByRole('link', { name: /PaymentFailed/ }).click()
  await see(section('Stack trace'))
}

async function chooseTheme(name: 'Light' | 'Dark'): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitemradio', { name }).click()
}

describe('the way to the first event', () => {
  test('from the printed link to a resolved issue', async () => {
    await page.goto(server.signIn)
    await see(page.getByRole('heading', { name: 'Choose a password' }))
    expect(page.url()).not.toContain('token')
    await photograph('welcome')
    await page.getByRole('button', { name: 'Not now' }).click()
    await see(page.getByText('Waiting for the first event'))
    await photograph('no-issues')

    await page.getByRole('link', { name: 'Projects' }).first().click()
    await page.getByRole('link', { name: 'New project' }).first().click()
    await platformNode().click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Checkout')
    await photograph('new-project')
    await page.getByRole('button', { name: 'Create project' }).click()

    await see(page.getByRole('status').getByText('Waiting for the first event'))
    const { host } = new URL(server.url)
    const dsn = new RegExp(String.raw`http://[0-9a-f]{32}@${host.replaceAll('.', String.raw`\.`)}/\d+`).exec(
      await page.getByRole('main').innerText(),
    )?.[0]
    if (dsn === undefined) throw new Error('the page shows no DSN')
    expect(dsn).not.toBe(server.dsn)
    expect(await page.getByRole('main').innerText()).toContain('Sentry.init')
    await photograph('setup-waiting')
    // A reload would lose it.
    await page.evaluate('window.isSamePage = true')
    await runApp('checkout', dsn)
    await see(page.getByRole('status').getByText('the first event is here'))
    expect(await page.evaluate('window.isSamePage')).toBe(true)
    await see(page.getByRole('link', { name: 'Open the issue' }))
    await photograph('setup-done')

    await page.getByRole('link', { name: 'Issues' }).first().click()
    const inList = page.getByRole('link', { name: /PaymentFailed: could not charge the card/ })
    // The list was read while it was empty; without rows nothing can jump, so they come by themselves.
    await see(inList)
    await photograph('issues')
    await inList.click()

    await see(page.getByRole('heading', { name: 'PaymentFailed', level: 1 }))
    await see(page.getByText('could not charge the card'))
    await see(page.getByText(/CHECKOUT-\w+/))
    await see(section('Stack trace').getByText('checkOut', { exact: true }))
    // The source around the failing line, of the frame that stands open.
    await see(section('Stack trace').getByText("throw new PaymentFailed('could not charge the card'"))
    await see(section('Stack trace').getByText('the bank does not answer for 12.5 EUR'))
    await see(section('What happened before').getByText('button#pay'))
    await see(section('Tags').getByText('berlin'))
    await see(page.getByText('jane@example.com'))
    await see(page.getByText('sentry.javascript.node'))
    await photograph('issue')

    await page.getByRole('button', { name: 'Resolve' }).click()
    await see(page.getByRole('button', { name: 'Reopen' }))
    await page.reload()
    await see(page.getByRole('button', { name: 'Reopen' }))
    await page.getByRole('link', { name: 'Back to the issues' }).click()
    await see(page.getByText('Unresolved', { exact: true }))
    await page.getByRole('link', { name: /PaymentFailed/ }).waitFor({ state: 'detached' })
    expectQuiet()
  })

  test('an empty list shows the first event by itself', async () => {
    await enter()
    await see(page.getByText('Waiting for the first event'))
    await page.evaluate('window.isSamePage = true')
    await runApp('checkout', server.dsn)
    await see(page.getByRole('link', { name: /PaymentFailed: could not charge the card/ }))
    expect(await page.evaluate('window.isSamePage')).toBe(true)
    // What comes later waits: rows do not jump.
    await runApp('checkout', server.dsn)
    await see(page.getByRole('button', { name: /^\d+ new$/ }))
    expectQuiet()
  })

  test('a link that was used signs nobody in', async () => {
    await enter()
    await context.clearCookies()
    await page.goto(server.signIn)
    await see(page.getByText('used already'))
    await page.goto(`${server.url}/organizations/lapwing/issues/`)
    await see(page.getByRole('button', { name: 'Sign in' }))
    expect(seen.outside).toEqual([])
  })
})

describe('themes', () => {
  test('dark is chosen from the menu and stays', async () => {
    await openFirstIssue()
    const theme = () => page.locator('html').getAttribute('data-theme')
    const background = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
    expect(await theme()).toBe('light')
    const light = await background()
    await chooseTheme('Dark')
    expect(await theme()).toBe('dark')
    expect(await background()).not.toBe(light)
    await photograph('issue-dark')
    // Escape is for the menu first; on the bare page it leads back to the list.
    const account = page.getByRole('button', { name: /^Account of/ })
    if (!(await page.getByRole('menu').isVisible())) await account.click()
    await see(page.getByRole('menu'))
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await see(section('Stack trace'))
    await page.reload()
    await see(section('Stack trace'))
    expect(await theme()).toBe('dark')
    await page.getByRole('link', { name: 'Back to the issues' }).click()
    await see(page.getByRole('link', { name: /PaymentFailed/ }))
    await photograph('issues-dark')
    expectQuiet()
  })
})

describe('on a phone', () => {
  test('no page scrolls sideways', async () => {
    await context.close()
    await useContext(phone)
    await openFirstIssue()
    const issue = page.url()
    const pages: [string, string, Locator][] = [
      ['issue', issue, section('Stack trace')],
      ['issues', '/organizations/lapwing/issues/', page.getByRole('link', { name: /PaymentFailed/ })],
      ['projects', '/organizations/lapwing/projects/', page.getByRole('link', { name: 'New project' })],
      ['new-project', '/organizations/lapwing/projects/new/', platformNode()],
      ['setup', '/organizations/lapwing/projects/app/getting-started/', page.getByText('DSN', { exact: true })],
      ['project-settings', '/settings/lapwing/projects/app/', page.getByRole('heading').first()],
      ['account', '/settings/account/', page.getByRole('heading').first()],
    ]
    const overhangs: Record<string, number> = {}
    for (const [name, url, landmark] of pages) {
      await page.goto(new URL(url, server.url).href)
      await see(landmark)
      await photograph(`phone-${name}`)
      overhangs[name] = await overhang(page)
    }
    expect(overhangs).toEqual(Object.fromEntries(pages.map(([name]) => [name, 0])))
    expectQuiet()
  })
})
