/**
 * A booted server and a browser before it, for tests of the pages.
 *
 * A test has a server to itself, unless its `describe` has called `stage.share`. Share where tests only read, or where what they change is nobody else's;
 * a server costs a second of both cores. A browser context is never shared.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchChromium } from '../support/browser.ts'
import { type ApiClient, signIn } from '../support/client.ts'
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

/** A server, and who signs in there. */
export interface Scene {
  readonly server: BootedServer
  /** By the printed link, which works but once: whoever asks again gets the same session. */
  signIn(): Promise<ApiClient>
}

export interface Stage extends Scene {
  /** Who sits before the browser now; a test begins with a desktop. */
  readonly visitor: Visitor
  readonly page: Page
  /** Opens another browser. With `leave` it takes the place of the first. */
  visit(options: BrowserContextOptions, leave?: 'leave'): Promise<Visitor>
  open(pathname: string): Promise<void>
  /** Signs the visitor in and opens a page: the issues, if not said. */
  enter(pathname?: string): Promise<void>
  /** Within a `describe`: one server for all its tests, with what `seed` sends. */
  share(seed?: (scene: Scene) => Promise<void>): void
  /** Whatever else a test looks at: nothing asked elsewhere, nothing went wrong unseen but what is named. */
  expectQuiet(but?: RegExp): void
  section(name: string): Locator
}

export const see = (locator: Locator): Promise<void> => locator.first().waitFor()

/** The search box of the issues. */
export const searchBox = (page: Page): Locator => page.getByRole('combobox', { name: 'Search issues' })

interface Booted extends Scene {
  close(): Promise<void>
}

async function boot(name: string): Promise<Booted> {
  const folder = await temporaryFolder(name)
  const server = await bootServer({ data: folder.path }).catch(async (error: unknown) => {
    await folder.remove()
    throw error
  })
  let session: Promise<ApiClient> | null = null
  return {
    server,
    signIn: () => (session ??= signIn(server)),
    async close() {
      await server.kill()
      await folder.remove()
    },
  }
}

interface Opened {
  scene: Scene
  visitors: Visitor[]
  close(): Promise<void>
}

/** Opens a browser for the tests of the file, and a context and a server before each; a failed test leaves a picture. */
export function useStage(name: string): Stage {
  const now: { browser: Browser | null; shared: Booted | null; opened: Opened | null } = {
    browser: null,
    shared: null,
    opened: null,
  }
  const opened = () => now.opened ?? missing('server')
  const scene = () => opened().scene
  const visitor = () => opened().visitors[0] ?? missing('visitor')

  const visit = async (options: BrowserContextOptions, leave?: 'leave'): Promise<Visitor> => {
    const { visitors } = opened()
    const browser = now.browser ?? missing('browser')
    const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(20_000)
    const seen = watch(context, scene().server.url)
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
    const own = now.shared ? null : await boot(name)
    const visitors: Visitor[] = []
    const close = async () => {
      for (const { context } of visitors) await context.close()
      await own?.close()
    }
    now.opened = { scene: own ?? now.shared ?? missing('server'), visitors, close }
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
      return scene().server
    },
    signIn: () => scene().signIn(),
    get visitor() {
      return visitor()
    },
    get page() {
      return visitor().page
    },
    visit,
    async open(pathname) {
      await visitor().page.goto(new URL(pathname, scene().server.url).href)
    },
    async enter(pathname = '/organizations/lapwing/issues/') {
      const { context, page } = visitor()
      const { server } = scene()
      const { cookie } = await scene().signIn()
      const [cookieName = '', value = ''] = cookie.split('=')
      await context.addCookies([{ name: cookieName, value, url: server.url }])
      await page.goto(new URL(pathname, server.url).href)
    },
    share(seed) {
      beforeAll(async () => {
        now.shared = await boot(name)
        await seed?.(now.shared)
      })
      afterAll(async () => {
        await now.shared?.close()
        now.shared = null
      })
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
