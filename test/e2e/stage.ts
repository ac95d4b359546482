/** A booted server and a browser before it, for tests of the pages. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchChromium } from '../support/browser.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { type Watch, watch } from './watch.ts'

const screenshots = path.join(import.meta.dirname, '../../test-results/e2e')

export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}

/** Somebody before a browser of their own: cookies, storage and all. */
export interface Visitor {
  context: BrowserContext
  page: Page
  seen: Watch
  photograph(name: string): Promise<void>
}

export interface Stage {
  readonly server: BootedServer
  /** Who sits before the browser now; a test begins with a desktop. */
  readonly visitor: Visitor
  readonly page: Page
  /** Opens another browser. With `leave` it takes the place of the first. */
  visit(options: BrowserContextOptions, leave?: 'leave'): Promise<Visitor>
  open(pathname: string): Promise<void>
  /** Follows the printed link. */
  enter(): Promise<void>
  /** Whatever else a test looks at: nothing asked elsewhere, nothing went wrong unseen but what is named. */
  expectQuiet(but?: RegExp): void
  section(name: string): Locator
}

export const see = (locator: Locator): Promise<void> => locator.first().waitFor()

/** The search box of the issues. */
export const searchBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Search issues' })

interface Opened {
  server: BootedServer
  visitors: Visitor[]
  close(): Promise<void>
}

/** Opens a server and a browser before each test of the file and ends them after it; a failed test leaves a picture. */
export function useStage(name: string): Stage {
  const now: { browser: Browser | null; opened: Opened | null } = { browser: null, opened: null }
  const opened = () => now.opened ?? missing('server')
  const visitor = () => opened().visitors[0] ?? missing('visitor')

  const visit = async (options: BrowserContextOptions, leave?: 'leave'): Promise<Visitor> => {
    const { server, visitors } = opened()
    const browser = now.browser ?? missing('browser')
    const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(20_000)
    const seen = watch(context, server.url)
    const page = await context.newPage()
    const photograph = async (picture: string) => {
      await page.screenshot({ path: path.join(screenshots, `${picture}.png`), fullPage: true })
    }
    const next = { context, page, seen, photograph }
    if (leave) await visitors.shift()?.context.close()
    if (leave) visitors.unshift(next)
    else visitors.push(next)
    return next
  }

  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true })
    now.browser = await launchChromium()
  })
  afterAll(() => now.browser?.close())
  beforeEach(async () => {
    const folder = await temporaryFolder(name)
    const server = await bootServer({ data: folder.path }).catch(async (error: unknown) => {
      await folder.remove()
      throw error
    })
    const visitors: Visitor[] = []
    const close = async () => {
      for (const { context } of visitors) await context.close()
      await server.kill()
      await folder.remove()
    }
    now.opened = { server, visitors, close }
    await visit(desktop)
  })
  afterEach(async ({ task }) => {
    // Where the server did not come up there is nobody to photograph.
    const witness = task.result?.state === 'fail' ? now.opened?.visitors[0] : undefined
    await witness?.photograph(`failed-${task.name.replaceAll(/\W+/g, '-')}`)
    await now.opened?.close()
    now.opened = null
  })

  return {
    get server() {
      return opened().server
    },
    get visitor() {
      return visitor()
    },
    get page() {
      return visitor().page
    },
    visit,
    async open(pathname) {
      await visitor().page.goto(new URL(pathname, opened().server.url).href)
    },
    async enter() {
      const { page } = visitor()
      await page.goto(opened().server.signIn)
      await page.getByRole('button', { name: 'Not now' }).click()
      await see(searchBox(page))
    },
    expectQuiet(but) {
      const { outside, trouble } = visitor().seen
      expect({ outside, trouble: trouble.filter((line) => !but?.test(line)) }).toEqual({ outside: [], trouble: [] })
    },
    section: (title) => visitor().page.getByRole('region', { name: title, exact: true }),
  }
}

function missing(what: string): never {
  throw new Error(`there is no ${what} outside of a test`)
}
