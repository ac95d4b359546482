import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/browser.ts'
import { type BootedServer, bootServer, temporaryFolder } from '../support/server.ts'
import { watch } from './watch.ts'

const screenshots = path.join(import.meta.dirname, '../../test-results/e2e')

let browser: Browser
let folder = { path: '', remove: async () => {} }
let server: BootedServer
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true })
  browser = await launchChromium()
  folder = await temporaryFolder('api-docs')
  server = await bootServer({ data: folder.path })
})
afterAll(async () => {
  await browser.close()
  await server.kill()
  await folder.remove()
})

test('the API can be read and tried in the browser, and nothing comes from elsewhere', async () => {
  const context = await browser.newContext({ colorScheme: 'light', viewport: { width: 1280, height: 900 } })
  context.setDefaultTimeout(15_000)
  const seen = watch(context, server.url)
  const page = await context.newPage()
  // Signed in, so that operations can be tried with the session.
  await page.goto(server.signIn)
  const response = await page.goto(`${server.url}/api/0/docs`)
  expect(page.url()).toBe(`${server.url}/api/0/docs/`)
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe|https?:|\*/)

  await page.getByRole('heading', { name: /^Lapwing/ }).waitFor()
  const issues = page.locator('#operations-Issues-listOrganizationIssues')
  await page.locator('#operations-tag-Issues').click()
  await issues.waitFor()
  await page.screenshot({ path: path.join(screenshots, 'api-docs.png'), fullPage: true })
  await issues.locator('button').first().click()
  await issues.getByText('Id or slug of the organization.').waitFor()
  await issues.getByRole('button', { name: 'Try it out' }).click()
  await issues.getByPlaceholder('organization_id_or_slug').fill('lapwing')
  await issues.getByRole('button', { name: 'Execute' }).click()
  await issues.locator('.live-responses-table .response-col_status').getByText('200').waitFor()
  await page.screenshot({ path: path.join(screenshots, 'api-docs-tried.png') })
  expect(seen).toEqual({ outside: [], trouble: [] })
  await context.close()
})
