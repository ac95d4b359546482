import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { runApp } from '../sdk/run-app.ts'
import { untilSearchable } from '../support/client.ts'
import { phone, type Scene, see, useStage } from './stage.ts'
import { overhang } from './watch.ts'

const stage = useStage('e2e')

const photograph = (name: string): Promise<void> => stage.visitor.photograph(name)
const platformNode = (): Locator =>
  stage.page.getByLabel('Platform', { exact: true }).getByRole('button', { name: 'Node.js', exact: true })

async function sendFirstIssue(scene: Scene): Promise<void> {
  await runApp('checkout', scene.server.dsn)
  await untilSearchable(await scene.signIn(), 1)
}

/** Signed in, with one issue, on its page. */
async function openFirstIssue(): Promise<void> {
  await stage.enter()
  await stage.page.getByRole('link', { name: /PaymentFailed/ }).click()
  await see(stage.section('Stack trace'))
}

async function chooseTheme(name: 'Light' | 'Dark'): Promise<void> {
  await stage.page.getByRole('button', { name: /^Account of/ }).click()
  await stage.page.getByRole('menuitemradio', { name }).click()
}

describe('the way to the first event', () => {
  test('from the printed link to a resolved issue', async () => {
    await stage.page.goto(stage.server.signIn)
    await see(stage.page.getByRole('heading', { name: 'Choose a password' }))
    expect(stage.page.url()).not.toContain('token')
    await photograph('welcome')
    await stage.page.getByRole('button', { name: 'Not now' }).click()
    await see(stage.page.getByText('Waiting for the first event'))
    await photograph('no-issues')

    await stage.page.getByRole('link', { name: 'Projects' }).first().click()
    await stage.page.getByRole('link', { name: 'New project' }).first().click()
    await platformNode().click()
    await stage.page.getByRole('textbox', { name: 'Name' }).fill('Checkout')
    await photograph('new-project')
    await stage.page.getByRole('button', { name: 'Create project' }).click()

    await see(stage.page.getByRole('status').getByText('Waiting for the first event'))
    // The page asks for the keys by themselves.
    await see(stage.page.getByRole('main').getByText('Sentry.init'))
    const { host } = new URL(stage.server.url)
    const dsn = new RegExp(String.raw`http://[0-9a-f]{32}@${host.replaceAll('.', String.raw`\.`)}/\d+`).exec(
      await stage.page.getByRole('main').innerText(),
    )?.[0]
    if (dsn === undefined) throw new Error('the page shows no DSN')
    expect(dsn).not.toBe(stage.server.dsn)
    expect(await stage.page.getByRole('main').innerText()).toContain('Sentry.init')
    await photograph('setup-waiting')
    // A reload would lose it.
    await stage.page.evaluate('window.isSamePage = true')
    await runApp('checkout', dsn)
    await see(stage.page.getByRole('status').getByText('the first event is here'))
    expect(await stage.page.evaluate('window.isSamePage')).toBe(true)
    await see(stage.page.getByRole('link', { name: 'Open the issue' }))
    await photograph('setup-done')

    await stage.page.getByRole('link', { name: 'Issues' }).first().click()
    const inList = stage.page.getByRole('link', { name: /PaymentFailed: could not charge the card/ })
    // The list was read while it was empty; without rows nothing can jump, so they come by themselves.
    await see(inList)
    await photograph('issues')
    await inList.click()

    await see(stage.page.getByRole('heading', { name: 'PaymentFailed', level: 1 }))
    await see(stage.page.getByText('could not charge the card'))
    await see(stage.page.getByText(/CHECKOUT-\w+/))
    await see(stage.section('Stack trace').getByText('checkOut', { exact: true }))
    // The source around the failing line, of the frame that stands open.
    await see(stage.section('Stack trace').getByText("throw new PaymentFailed('could not charge the card'"))
    await see(stage.section('Stack trace').getByText('the bank does not answer for 12.5 EUR'))
    await see(stage.section('What happened before').getByText('button#pay'))
    await see(stage.section('Tags').getByText('berlin'))
    await see(stage.page.getByText('jane@example.com'))
    await see(stage.page.getByText('sentry.javascript.node'))
    await photograph('issue')

    await stage.page.getByRole('button', { name: 'Resolve', exact: true }).click()
    await see(stage.page.getByRole('button', { name: 'Reopen' }))
    await stage.page.reload()
    await see(stage.page.getByRole('button', { name: 'Reopen' }))
    await stage.page.getByRole('link', { name: 'Back to the issues' }).click()
    await see(stage.page.getByText('Unresolved', { exact: true }))
    await stage.page.getByRole('link', { name: /PaymentFailed/ }).waitFor({ state: 'detached' })
    stage.expectQuiet()
  })

  test('an empty list shows the first event by itself', async () => {
    await stage.enter()
    await see(stage.page.getByText('Waiting for the first event'))
    await stage.page.evaluate('window.isSamePage = true')
    await runApp('checkout', stage.server.dsn)
    await see(stage.page.getByRole('link', { name: /PaymentFailed: could not charge the card/ }))
    expect(await stage.page.evaluate('window.isSamePage')).toBe(true)
    // What comes later waits: rows do not jump.
    await runApp('checkout', stage.server.dsn)
    await see(stage.page.getByRole('button', { name: /^\d+ new$/ }))
    stage.expectQuiet()
  })

  test('a link that was used signs nobody in', async () => {
    await stage.enter()
    await stage.visitor.context.clearCookies()
    await stage.page.goto(stage.server.signIn)
    await see(stage.page.getByText('used already'))
    await stage.page.goto(`${stage.server.url}/organizations/lapwing/issues/`)
    await see(stage.page.getByRole('button', { name: 'Sign in' }))
    expect(stage.visitor.seen.outside).toEqual([])
  })
})

describe('with one issue', () => {
  stage.share(sendFirstIssue)

  describe('themes', () => {
    test('dark is chosen from the menu and stays', async () => {
      await openFirstIssue()
      const theme = () => stage.page.locator('html').getAttribute('data-theme')
      const background = () => stage.page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
      expect(await theme()).toBe('light')
      const light = await background()
      await chooseTheme('Dark')
      expect(await theme()).toBe('dark')
      expect(await background()).not.toBe(light)
      await photograph('issue-dark')
      // Escape is for the menu first; on the bare page it leads back to the list.
      const account = stage.page.getByRole('button', { name: /^Account of/ })
      if (!(await stage.page.getByRole('menu').isVisible())) await account.click()
      await see(stage.page.getByRole('menu'))
      await stage.page.keyboard.press('Escape')
      await stage.page.getByRole('menu').waitFor({ state: 'detached' })
      await see(stage.section('Stack trace'))
      await stage.page.reload()
      await see(stage.section('Stack trace'))
      expect(await theme()).toBe('dark')
      await stage.page.getByRole('link', { name: 'Back to the issues' }).click()
      await see(stage.page.getByRole('link', { name: /PaymentFailed/ }))
      await photograph('issues-dark')
      stage.expectQuiet()
    })
  })

  describe('on a phone', () => {
    test('no page scrolls sideways', async () => {
      await stage.visit(phone, 'leave')
      await openFirstIssue()
      const issue = stage.page.url()
      const pages: [string, string, Locator][] = [
        ['issue', issue, stage.section('Stack trace')],
        ['issues', '/organizations/lapwing/issues/', stage.page.getByRole('link', { name: /PaymentFailed/ })],
        ['projects', '/organizations/lapwing/projects/', stage.page.getByRole('link', { name: 'New project' })],
        ['new-project', '/organizations/lapwing/projects/new/', platformNode()],
        ['setup', '/organizations/lapwing/projects/app/getting-started/', stage.page.getByText('DSN', { exact: true })],
        ['project-settings', '/settings/lapwing/projects/app/', stage.page.getByRole('heading').first()],
        ['account', '/settings/account/', stage.page.getByRole('heading').first()],
      ]
      const overhangs: Record<string, number> = {}
      for (const [name, url, landmark] of pages) {
        await stage.page.goto(new URL(url, stage.server.url).href)
        await see(landmark)
        await photograph(`phone-${name}`)
        overhangs[name] = await overhang(stage.page)
      }
      expect(overhangs).toEqual(Object.fromEntries(pages.map(([name]) => [name, 0])))
      stage.expectQuiet()
    })
  })
})
