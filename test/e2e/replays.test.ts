import type { FrameLocator, Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually } from '../support/client.ts'
import { dig } from '../support/json.ts'
import { hostileId, openHost, recordedId, sendHostile, sendRecorded } from './recorded.ts'
import { readApi } from './shop.ts'
import { phone, searchBox, see, useStage } from './stage.ts'
import { overhang } from './watch.ts'

const stage = useStage('replays')

const rows = (): Locator => stage.page.getByRole('list', { name: 'Replays' }).getByRole('listitem')
const recorded = (): FrameLocator => stage.page.frameLocator('iframe[title="The recorded page"]').frameLocator('iframe')
const position = (): Locator => stage.page.getByRole('slider', { name: 'Position' })
const player = (): Locator => stage.page.getByRole('region', { name: 'Player' })
const panel = (): Locator => stage.page.getByRole('region', { name: 'What happened' })

/** Where the player stands, and what the panel says is there. */
const where = (): Promise<string> =>
  stage.page.evaluate<string>(`[
    document.querySelector('[role="slider"][aria-label="Position"]').getAttribute('aria-valuetext'),
    ...[...document.querySelectorAll('li[aria-current]')].map((row) => row.innerText),
  ].join(' ')`)
const positionWords = async () => (await position().getAttribute('aria-valuetext')) ?? ''

describe('before the first replay', () => {
  test('tells how to record one until there is one', async () => {
    await stage.enter()
    await see(searchBox(stage.page))
    await stage.page.keyboard.press('g')
    await stage.page.keyboard.press('v')
    await see(stage.page.getByRole('heading', { name: 'No replay yet' }))
    await see(stage.page.getByText('replaysSessionSampleRate'))
    expect(stage.page.url()).toContain('/replays/')
    stage.expectQuiet()
  })
})

describe('a recorded visit', () => {
  stage.share(sendRecorded)

  describe('the list of replays', () => {
    test('shows who, where and what went wrong; is searched, sorted and walked by keys', async () => {
      await stage.enter('/organizations/lapwing/replays/')
      const row = rows().first()
      await see(row.getByRole('link', { name: 'joe' }))
      await see(row.getByText('127.0.0.1:8080'))
      await see(row.getByLabel('1 error'))
      await see(row.getByLabel('2 dead clicks'))
      await see(row.getByLabel('1 rage click'))
      await see(row.getByText('staging'))
      await stage.visitor.photograph('replays')

      const box = stage.page.getByRole('combobox', { name: 'Search replays' })
      await box.fill('count_errors:>5')
      await box.press('Enter')
      await see(stage.page.getByRole('heading', { name: 'No replay here' }))
      await box.fill('duration:long')
      await box.press('Enter')
      await see(stage.page.getByRole('search').getByRole('alert'))
      // Values are those of replays: no event has a tag of this name.
      await box.fill('url:results')
      await see(stage.page.getByRole('option', { name: /results\?query=owls/ }))
      await box.fill('user.email:joe@example.com click.selector:"button#pay"')
      await box.press('Enter')
      await see(rows())
      await stage.page.getByRole('button', { name: /^Sorted by/ }).click()
      await stage.page.getByRole('menuitemradio', { name: 'Rage clicks' }).click()
      await stage.page.waitForURL(/sort=-count_rage_clicks/)
      await see(rows())
      expect(await rows().count()).toBe(1)
      await stage.page.keyboard.press('j')
      await stage.page.keyboard.press('Enter')
      await see(player())
      stage.expectQuiet(/status of 400/)
    })
  })

  describe('the page of a replay', () => {
    test('plays what was recorded, and goes where a mark, a row or a key says', async () => {
      await stage.enter('/organizations/lapwing/replays/')
      await rows().first().getByRole('link', { name: 'joe' }).click()
      await see(recorded().getByRole('heading', { name: 'Bookshop' }))
      await see(recorded().getByRole('button', { name: 'Stock' }))
      expect(await recorded().getByText('All about owls').count()).toBe(0)
      await eventually(async () => (await positionWords()) === '0:00 of 0:08')

      // By a mark: what was found stands in the document then.
      await player().getByRole('button', { name: 'Error: TypeError: the till is closed' }).click({ force: true })
      await see(recorded().getByText('All about owls'))
      await stage.visitor.photograph('replay')
      // Back, by a row.
      await panel()
        .getByRole('button', { name: /^Page load/ })
        .click()
      await recorded().getByText('All about owls').waitFor({ state: 'detached' })
      // By keys, and on to the end by playing.
      await stage.page.keyboard.press('ArrowRight')
      await eventually(async () => (await positionWords()).startsWith('0:05'))
      await see(recorded().getByText('Stock: 3'))
      await position().press('Home')
      await recorded().getByText('All about owls').waitFor({ state: 'detached' })
      await stage.page.keyboard.press(' ')
      await see(recorded().getByText('Paying'))
      await eventually(async () => (await positionWords()) === '0:08 of 0:08')
      await see(stage.page.getByRole('button', { name: 'Play (space)' }))

      await panel()
        .getByRole('button', { name: /^Network/ })
        .click()
      await see(panel().getByText('/stock.json'))
      await panel()
        .getByRole('button', { name: /^Console/ })
        .click()
      await see(panel().getByText('the stock is old'))
      await panel()
        .getByRole('button', { name: /^Clicks/ })
        .click()
      await see(panel().getByText('Rage click'))
      await panel()
        .getByRole('button', { name: /^Memory 2/ })
        .click()
      await see(panel().getByRole('img', { name: 'Memory in use, up to 5.7 MB' }))
      await see(panel().getByText('5.6 MB of 7.7 MB'))
      await stage.visitor.photograph('replay-memory')
      // The page tells of it on its own.
      await eventually(async () => {
        const viewers = await readApi(stage.page, `/projects/lapwing/app/replays/${recordedId}/viewed-by/`)
        return dig(viewers, 'data', 'viewed_by', 0, 'type') === 'user'
      })

      await panel()
        .getByRole('button', { name: /^Errors/ })
        .click()
      await panel().getByRole('link', { name: /^APP-/ }).click()
      await see(stage.page.getByRole('link', { name: 'Watch what happened before this error' }))
      stage.expectQuiet()
    })

    test('goes from event to event, fills the screen and copies a link to the moment', async () => {
      await stage.visitor.context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await stage.enter(`/organizations/lapwing/replays/app/${recordedId}/`)
      await see(recorded().getByRole('button', { name: 'Stock' }))
      const { keyboard } = stage.page
      await position().press('Home')
      await eventually(async () => (await positionWords()) === '0:00 of 0:08')
      const step = async (keys: string) => {
        const before = await where()
        await keyboard.press(keys)
        return eventually(async () => {
          const now = await where()
          // The panel follows the line in a render of its own.
          return now !== before && now === (await where()) && now
        })
      }
      const forwards: string[] = []
      while (!forwards.at(-1)?.startsWith('0:08 of')) forwards.push(await step('Shift+ArrowRight'))
      // However close to each other they are; behind the last there is the end.
      const told = /button#\w+|Navigation|Error/
      expect(forwards.slice(1).map((place) => told.exec(place)?.[0])).toEqual([
        'button#find',
        'Navigation',
        'button#stock',
        'Error',
        'button#pay',
        'button#dead',
        'button#rage',
        'button#rage',
      ])
      const back: string[] = []
      while (back.length < forwards.length - 1) back.push(await step('Shift+ArrowLeft'))
      expect(back).toEqual(forwards.slice(0, -1).toReversed())

      await keyboard.press('f')
      await eventually(() => stage.page.evaluate<boolean>('document.fullscreenElement !== null'))
      await keyboard.press('f')
      await eventually(() => stage.page.evaluate<boolean>('document.fullscreenElement === null'))

      await position().press('End')
      await eventually(async () => (await positionWords()) === '0:08 of 0:08')
      await player().getByRole('button', { name: 'Copy a link to this moment' }).click()
      const link = await eventually(() => stage.page.evaluate<string>('navigator.clipboard.readText()'))
      expect(new URL(link).searchParams.get('t')).toBe('8')
      await stage.page.goto(link)
      await see(recorded().getByText('Paying'))
      await eventually(async () => (await positionWords()) === '0:08 of 0:08')
      stage.expectQuiet()
    })

    test('is reached from an error, shortly before it', async () => {
      await stage.enter('/organizations/lapwing/issues/')
      await stage.page.getByRole('link', { name: /TypeError/ }).click()
      await stage.page.getByRole('link', { name: 'Watch what happened before this error' }).click()
      await see(recorded().getByRole('heading', { name: 'Bookshop' }))
      // As from an error of the server: it names another project.
      await stage.open(`/organizations/lapwing/replays/server/${recordedId}/?t=3`)
      await see(recorded().getByText('Stock: 3'))
      await expect.poll(positionWords, { timeout: 20_000 }).toBe('0:03 of 0:08')
      stage.expectQuiet()
    })

    test('fits a phone', async () => {
      await stage.visit(phone, 'leave')
      await stage.enter('/organizations/lapwing/replays/')
      await see(rows().first().getByRole('link', { name: 'joe' }))
      expect(await overhang(stage.page)).toBe(0)
      await stage.visitor.photograph('replays-phone')
      await rows().first().getByRole('link', { name: 'joe' }).click()
      await see(recorded().getByRole('heading', { name: 'Bookshop' }))
      expect(await overhang(stage.page)).toBe(0)
      await stage.visitor.photograph('replay-phone')
    })
  })
})

describe('a recording that means harm', () => {
  stage.share()

  test('runs nothing and asks for nothing; with consent it gets pictures and styles, and runs nothing', async () => {
    const host = await openHost()
    try {
      await sendHostile(stage, host.url)
      await stage.enter(`/organizations/lapwing/replays/app/${hostileId}/`)
      await see(recorded().getByRole('heading', { name: 'Nothing to see' }))
      await stage.page.keyboard.press(' ')
      await see(recorded().getByText('The last thing'))
      await see(stage.page.getByRole('button', { name: 'Play (space)' }))
      const wasRun = () =>
        stage.page.evaluate<unknown>("'wasRun' in window || 'wasRun' in frames[0] || document.title === 'run'")
      expect(await wasRun()).toBe(false)
      expect({ asked: host.asked, connections: host.connections }).toEqual({ asked: [], connections: 0 })

      await stage.page.getByRole('button', { name: "Load the page's images and styles from its site" }).click()
      await see(recorded().getByText('The last thing'))
      const wanted = ['image.svg', 'sheet.css', 'import.css', 'inline.svg']
      await eventually(async () =>
        ['first', 'later'].every((when) => wanted.every((file) => host.asked.includes(`/${when}/${file}`))),
      )
      const color = "getComputedStyle(frames[0].frames[0].document.querySelector('h1')).color"
      await eventually(async () => (await stage.page.evaluate<string>(color)) === 'rgb(1, 2, 3)')
      expect(await wasRun()).toBe(false)
      expect(host.asked.filter((file) => /\.js$|html|form|refresh|ping|object|embed|srcdoc|base/.test(file))).toEqual(
        [],
      )
    } finally {
      host.close()
    }
  })

  test('is never shown under another policy than its own', async () => {
    const policyOf = async (pathname: string) =>
      (await fetch(`${stage.server.url}${pathname}`)).headers.get('content-security-policy') ?? ''
    expect(await policyOf('/replay-stage/')).toMatch(
      /^default-src 'none'; .*; img-src data: blob:; .*frame-ancestors 'self'$/,
    )
    expect(await policyOf('/replay-stage/with-hosts/')).toMatch(
      /^default-src 'none'; script-src 'self'; .*http: https:/,
    )
    // The file itself is not served: what stands there is the page of every other address.
    expect(await policyOf('/replay-stage/index.html')).toMatch(/frame-ancestors 'none'$/)
  })
})
