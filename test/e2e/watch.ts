import type { BrowserContext, Page } from 'playwright-core'

/** What must not happen while somebody uses the pages. */
export interface Watch {
  /** Requests to any host but the server's. */
  outside: string[]
  /** Errors of the console, of scripts, and violations of the content security policy. */
  trouble: string[]
}

/** Watches every page of a context from its first request on. */
export function watch(context: BrowserContext, serverUrl: string): Watch {
  const seen: Watch = { outside: [], trouble: [] }
  const { host } = new URL(serverUrl)
  const watchPage = (page: Page) => {
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.host !== host) seen.outside.push(request.url())
    })
    page.on('pageerror', (error) => seen.trouble.push(`script: ${error.message}`))
    page.on('console', (message) => {
      const isTrouble = message.type() === 'error' || message.text().includes('Content Security Policy')
      if (isTrouble) seen.trouble.push(`${message.type()}: ${message.text()} (${message.location().url})`)
    })
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? ''
      // A page that is left drops what it was asking for.
      if (reason !== 'net::ERR_ABORTED') seen.trouble.push(`${request.url()}: ${reason}`)
    })
  }
  context.on('page', watchPage)
  return seen
}

/** How far the page's content stands out of the window at the right, in pixels; 0 when nothing scrolls sideways. */
export async function overhang(page: Page): Promise<number> {
  const { scrollWidth, clientWidth } = await page.evaluate<{ scrollWidth: number; clientWidth: number }>(
    '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
  )
  // Below zero where room is kept for a scroll bar.
  return Math.max(0, scrollWidth - clientWidth)
}
