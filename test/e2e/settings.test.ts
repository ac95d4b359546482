import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { lookers, looksOf } from './looks.ts'
import { desktop, searchBox, see, useStage } from './stage.ts'

const stage = useStage('settings')

const gone = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'detached' })
const button = (name: string): Locator => stage.page.getByRole('button', { name, exact: true })
const said = (words: string | RegExp): Promise<void> => see(stage.page.getByRole('status').getByText(words))
const entry = (words: string): Locator => stage.page.getByRole('main').getByRole('listitem').filter({ hasText: words })

/** What /api/0 answers to who comes with a token. */
async function askWith(token: string, path: string, method = 'GET'): Promise<number> {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${stage.server.url}/api/0${path}`, { method, headers })
  await answer.body?.cancel()
  return answer.status
}

const clipboard = (): Promise<string> => stage.page.evaluate<string>('navigator.clipboard.readText()')

/** The token that stands on the page, copied by its button. */
async function copyToken(): Promise<string> {
  const shown = await stage.page.getByRole('main').getByRole('status').locator('code').innerText()
  await button('Copy the token').click()
  await see(button('Copied'))
  expect(await clipboard()).toBe(shown)
  return shown
}

/** Presses twice: the second press is what the first one asks for. */
async function pressSurely(name: string, ask: string): Promise<void> {
  await button(name).click()
  await button(ask).click()
}

/** Invites somebody and gives the link. */
async function invite(email: string, role: string): Promise<string> {
  await stage.open('/settings/lapwing/members/')
  await stage.page.getByRole('textbox', { name: 'Email' }).fill(email)
  await stage.page.getByRole('combobox', { name: 'Role' }).selectOption({ label: role })
  await button('Invite').click()
  const code = stage.page.getByRole('main').getByRole('status').locator('code')
  await see(code)
  return code.innerText()
}

// Each test has people, teams and tokens of its own.
describe('what an owner sees to', () => {
  stage.share()

  describe('tokens', () => {
    test('a token of one’s own is shown once, works, and ends when it is revoked', async () => {
      await stage.visitor.context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await stage.enter('/settings/account/tokens/')
      await see(stage.page.getByText('None yet.'))
      await stage.page.getByRole('textbox', { name: 'Name' }).fill('nightly script')
      await stage.page.getByRole('group', { name: 'Members' }).getByRole('button', { name: 'Read' }).click()
      await see(stage.page.getByText('member:read'))
      await button('Create token').click()
      await see(button('Copy the token'))
      await stage.visitor.photograph('token-made')
      const token = await copyToken()
      expect(await askWith(token, '/organizations/lapwing/members/')).toBe(200)
      // It reads members and may not invite any.
      expect(await askWith(token, '/organizations/lapwing/members/', 'POST')).toBe(403)

      await stage.page.reload()
      await see(entry('nightly script').getByText(token.slice(-4)))
      expect(await stage.page.getByRole('main').innerText()).not.toContain(token)
      await see(entry('nightly script').getByText(/last used/))
      await pressSurely('Revoke nightly script', 'Revoke for good?')
      await said('Revoked nightly script')
      await gone(entry('nightly script'))
      expect(await askWith(token, '/organizations/lapwing/members/')).toBe(401)
      stage.expectQuiet()
    })

    test('a token of the organization works for builds, and ends when it is revoked', async () => {
      await stage.visitor.context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await stage.enter('/settings/lapwing/tokens/')
      await stage.page.getByRole('textbox', { name: 'Name of the new token' }).fill('release builds')
      await button('Create token').click()
      await see(button('Copy the token'))
      await stage.visitor.photograph('organization-token-made')
      const token = await copyToken()
      expect(token).toMatch(/^sntrys_/)
      expect(await askWith(token, '/organizations/lapwing/releases/')).toBe(200)
      expect(await askWith(token, '/organizations/lapwing/members/')).toBe(403)
      await pressSurely('Revoke release builds', 'Revoke for good?')
      await said('Revoked release builds')
      await see(stage.page.getByText('None yet.'))
      expect(await askWith(token, '/organizations/lapwing/releases/')).toBe(401)
      stage.expectQuiet()
    })
  })

  describe('members', () => {
    test('an invited person makes an account by the link, gets another role, and goes', async () => {
      await stage.enter()
      const link = await invite('kim@example.com', 'Contributor')
      await see(entry('kim@example.com').getByText('invited'))
      await stage.visitor.photograph('member-invited')

      const kim = await stage.visit(desktop)
      await kim.page.goto(link)
      await see(kim.page.getByRole('heading', { name: /^Join / }))
      await kim.photograph('accept')
      await kim.page.getByRole('textbox', { name: 'Your name' }).fill('Kim Doe')
      await kim.page.getByLabel('Password', { exact: true }).fill('a long enough password')
      await kim.page.getByLabel('The same again').fill('a long enough password')
      await kim.page.getByRole('button', { name: 'Join' }).click()
      await see(searchBox(kim.page))
      expect(new URL(kim.page.url()).pathname).toBe('/organizations/lapwing/issues/')
      await see(kim.page.getByRole('button', { name: 'Account of Kim Doe' }))

      await stage.page.reload()
      await stage.page.getByRole('button', { name: 'Role of Kim Doe: Contributor' }).click()
      await stage.page.getByRole('menuitemradio', { name: 'Manager' }).click()
      await said('Kim Doe is Manager now')
      await see(stage.page.getByRole('button', { name: 'Role of Kim Doe: Manager' }))
      await stage.visitor.photograph('members')
      await pressSurely('Remove Kim Doe', 'Really remove?')
      await said('Kim Doe is no longer a member')
      await gone(entry('Kim Doe'))
      await kim.page.reload()
      await see(kim.page.getByText('There is no such organization'))
      expect(kim.seen.outside).toEqual([])
      stage.expectQuiet()
    })

    test('a used link, and one that was renewed, say so', async () => {
      await stage.enter()
      const link = await invite('lee@example.com', 'Member')
      await button('New link').click()
      const code = stage.page.getByRole('main').getByRole('status').locator('code')
      await see(code.filter({ hasNotText: link }))
      const lee = await stage.visit(desktop)
      await lee.page.goto(link)
      await see(lee.page.getByRole('alert'))
      await lee.page.goto(await code.innerText())
      await see(lee.page.getByRole('heading', { name: /^Join / }))
      expect(await lee.page.getByRole('alert').count()).toBe(0)
      stage.expectQuiet()
    })

    test('the last owner cannot leave, in the words of the server', async () => {
      await stage.enter('/settings/lapwing/members/')
      await pressSurely('Leave the organization', 'Really leave?')
      await said(/only remaining owner/)
      expect(await entry('admin@localhost').count()).toBe(1)
      stage.expectQuiet(/status of 4\d\d/)
    })
  })

  describe('teams', () => {
    test('are created, left, joined and deleted', async () => {
      await stage.enter('/settings/lapwing/teams/')
      await stage.page.getByRole('textbox', { name: 'Name of the new team' }).fill('Web Platform')
      await button('Create team').click()
      await said('Created Web Platform')
      const team = entry('#web-platform')
      await see(team)
      await see(team.getByText('1 member'))
      await team.getByRole('button', { name: 'Leave' }).click()
      await said('You left #web-platform')
      await see(team.getByText('0 members'))
      await team.getByRole('button', { name: 'Join' }).click()
      await said('You joined #web-platform')
      await see(team.getByText('1 member'))
      await stage.visitor.photograph('teams')
      await pressSurely('Delete #web-platform', 'Really delete?')
      await said('Deleted #web-platform')
      await gone(team)
      expect(await entry('#').count()).toBe(1)
      stage.expectQuiet()
    })

    test('a name that is taken is said to be, and stays in its field', async () => {
      await stage.enter('/settings/lapwing/teams/')
      await see(entry('#lapwing'))
      const name = stage.page.getByRole('textbox', { name: 'Name of the new team' })
      await name.fill('Lapwing')
      await button('Create team').click()
      await said('A team with this slug already exists.')
      expect(await name.inputValue()).toBe('Lapwing')
      stage.expectQuiet(/status of 409/)
    })
  })
})

describe('how it looks', () => {
  test.each(lookers)('on a %s: nothing scrolls sideways', async (device, looker) => {
    await stage.visit(looker.options, 'leave')
    await stage.enter()
    const { look, overhangs } = looksOf(stage, device, looker)
    const link = await invite('a.person.with.a.rather.long.name@example.com', 'Member')
    await look('members', stage.page.getByText('invited'))
    await stage.open('/settings/lapwing/teams/')
    await look('teams', entry('#lapwing'))
    await stage.open('/settings/lapwing/tokens/')
    await stage.page.getByRole('textbox', { name: 'Name of the new token' }).fill('release builds')
    await button('Create token').click()
    await see(button('Copy the token'))
    await look('organization-tokens', entry('release builds'))
    await stage.open('/settings/account/tokens/')
    await button('Create token').click()
    await see(button('Copy the token'))
    await look('tokens', entry('Unnamed'))
    await stage.open(new URL(link).pathname)
    await look('accept', stage.page.getByRole('link', { name: 'To the issues' }))
    expect(overhangs).toEqual({})
    stage.expectQuiet()
  })
})
