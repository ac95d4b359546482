import type { Browser } from 'playwright-core'
import { eventually } from '../support/client.ts'
import { hearAcknowledged } from './segments.ts'

/**
 * Opens the bookshop and does what its recording should tell of: a search that changes the route, a request, an error, a click in vain and five in anger.
 * Ends when the SDK has given up waiting for an effect of these (after 7 s) and a server has taken in that it did.
 */
export async function visitBookshop(browser: Pick<Browser, 'newPage'>, url: string): Promise<void> {
  const page = await browser.newPage()
  const acknowledged = hearAcknowledged(page)
  await page.goto(url)
  await page.fill('#query', 'owls')
  await page.click('#find')
  await page.click('#stock')
  await page.getByText('Stock: 3').waitFor()
  await page.click('#pay')
  await page.click('#dead')
  for (let click = 0; click < 6; click++) await page.click('#rage')
  await eventually(async () => {
    const told = acknowledged.map(({ json }) => json).join('')
    return told.split('"ui.slowClickDetected"').length - 1 === 2
  }, 30)
  // It would send another segment on closing, which nobody could wait for.
  await page.evaluate('globalThis.replay.stop()')
  await page.close()
}
