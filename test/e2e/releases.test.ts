import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually } from '../support/client.ts'
import { lookers, looksOf } from './looks.ts'
import { newer, older, openReleases, sendReleases } from './release-app.ts'
import { see, useStage } from './stage.ts'

const stage = useStage('releases')

const rows = (): Locator => stage.page.getByRole('list', { name: 'Releases' }).getByRole('listitem')
const row = (version: string): Locator => rows().filter({ has: stage.page.locator(`[title="${version}"]`) })
const release = (version: string): Locator => row(version).getByRole('link', { name: /shop$/ })
const figure = (name: string): Locator =>
  stage.page.locator('dl > div').filter({ has: stage.page.getByText(name, { exact: true }) })

const gone = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'hidden' })

async function versions(): Promise<string[]> {
  const texts = await rows().getByRole('link', { name: /shop$/ }).allInnerTexts()
  return texts.map((text) => text.split(' ')[0] ?? '')
}

async function chooseEnvironment(name: string): Promise<void> {
  await stage.page.getByRole('button', { name: /^Environment:/ }).click()
  await stage.page.getByRole('checkbox', { name }).click()
  await stage.page.keyboard.press('Escape')
}

describe('two releases', () => {
  stage.share(sendReleases)

  describe('the list of releases', () => {
    test('tells how their sessions went, within the environment of the URL', async () => {
      await openReleases(stage)
      expect(await versions()).toEqual(['1.1.0', '1.0.0'])
      await see(row(newer).getByText('96.00%'))
      await see(row(newer).getByText('25', { exact: true }))
      await see(row(newer).getByText('93.33%'))
      await see(row(older).getByText('92.85%'))
      await see(row(older).getByText('88.88%'))
      await see(row(older).getByText('14', { exact: true }))
      await see(row(older).getByText('alarming'))
      // 25 of 39 of the last day.
      await see(row(newer).getByText('64%'))
      await stage.visitor.photograph('releases')
      await chooseEnvironment('production')
      await see(row(older).getByText('90.00%'))
      await see(row(newer).getByText('good').first())
      await see(row(newer).getByText('20', { exact: true }))
      expect(stage.page.url()).toContain('environment=production')
      stage.expectQuiet()
    })

    test('is sorted, searched and walked by keys', async () => {
      await openReleases(stage)
      await stage.page.getByRole('button', { name: /^Sorted by/ }).click()
      await stage.page.getByRole('menuitemradio', { name: 'Least crash-free sessions' }).click()
      await eventually(async () => (await versions()).join() === '1.0.0,1.1.0')
      expect(stage.page.url()).toContain('sort=crash_free_sessions')
      await stage.page.getByRole('button', { name: /^Sorted by/ }).click()
      await stage.page.getByRole('menuitemradio', { name: 'Sessions', exact: true }).click()
      await eventually(async () => (await versions()).join() === '1.1.0,1.0.0')

      const box = stage.page.getByRole('combobox', { name: 'Search releases' })
      await box.fill('release.version:<1.1')
      await box.press('Enter')
      await eventually(async () => (await versions()).join() === '1.0.0')
      await box.fill('is:unresolved')
      await box.press('Enter')
      await see(stage.page.getByRole('alert').filter({ hasText: 'Releases cannot be searched for by' }))
      await stage.page.getByRole('button', { name: 'Empty the search' }).click()
      await eventually(async () => (await versions()).length === 2)

      await stage.page.keyboard.press('j')
      await stage.page.keyboard.press('j')
      await see(row(older).locator('[aria-current]'))
      await stage.page.keyboard.press('Enter')
      await see(stage.page.getByRole('heading', { name: '1.0.0 (17) shop', level: 1 }))
      await stage.page.keyboard.press('Escape')
      await see(rows())
      expect(stage.page.url()).toContain('sort=sessions')
      await row(older).getByRole('link', { name: '1 new issue' }).click()
      await see(stage.page.getByRole('link', { name: /RangeError/ }))
      await gone(stage.page.getByRole('link', { name: /TypeError/ }))
      stage.expectQuiet(/status of 400/)
    })

    test('is reached by keys and the palette', async () => {
      await openReleases(stage)
      await stage.open('/organizations/lapwing/issues/')
      await see(stage.page.getByRole('link', { name: /TypeError/ }))
      await stage.page.keyboard.press('g')
      await stage.page.keyboard.press('r')
      await see(rows())
      await stage.page.keyboard.press('ControlOrMeta+k')
      await stage.page.getByRole('combobox', { name: 'Search and jump' }).fill('1.0.0')
      await stage.page.getByRole('option', { name: `${older} app`, exact: true }).click()
      await see(stage.page.getByRole('heading', { name: '1.0.0 (17) shop', level: 1 }))
      await stage.page
        .getByRole('region', { name: 'New issues' })
        .getByRole('link', { name: /RangeError/ })
        .click()
      await stage.page
        .getByRole('complementary')
        .getByRole('link', { name: /^1\.0\.0/ })
        .first()
        .click()
      await see(stage.page.getByRole('heading', { name: '1.0.0 (17) shop', level: 1 }))
      expect(decodeURIComponent(stage.page.url())).toContain(older)
      stage.expectQuiet()
    })
  })

  describe('the page of a release', () => {
    test('tells its figures and how they differ from the release before', async () => {
      await openReleases(stage)
      await release(newer).click()
      await see(stage.page.getByRole('heading', { name: '1.1.0 (18) shop', level: 1 }))
      await see(figure('Crash-free sessions').getByText('96.00%'))
      await see(figure('Crash-free sessions').getByText('3.14 pts better'))
      await see(figure('Crash-free users').getByText('4.44 pts better'))
      await see(figure('Sessions').getByText('79% more'))
      await see(figure('New issues').getByText('the same'))
      const ended = stage.page.getByRole('figure', { name: 'How they ended' })
      for (const name of ['Healthy 22', 'Errored 1', 'Unhandled 0', 'Abnormal 1', 'Crashed 1']) {
        await see(ended.getByRole('button', { name }))
      }
      const places = stage.section('Environments')
      await see(places.getByRole('row', { name: /production\s+app\s+20\s+10\s+.*100%/ }))
      await see(places.getByRole('row', { name: /staging\s+app\s+5\s+5\s+.*80\.00%/ }))
      await see(stage.section('New issues').getByRole('link', { name: /TypeError/ }))
      const comparison = stage.section('Comparison')
      await see(comparison.getByRole('row', { name: /Crash-free sessions.*96\.00%.*92\.85%/ }))
      await stage.visitor.photograph('release')

      await chooseEnvironment('production')
      await see(figure('Crash-free sessions').getByText('10.00 pts better'))
      await see(ended.getByRole('button', { name: 'Healthy 19' }))
      await stage.page.keyboard.press('[')
      await see(stage.page.getByRole('heading', { name: '1.0.0 (17) shop', level: 1 }))
      await see(figure('Crash-free sessions').getByText('90.00%'))
      await gone(figure('Crash-free sessions').getByText(/better|worse/))
      // Nothing came before it, but anything can be chosen.
      await stage.page.getByRole('button', { name: 'Release: none' }).click()
      await stage.page.getByRole('radio', { name: newer }).click()
      await see(figure('Crash-free sessions').getByText('10.00 pts worse'))
      expect(stage.page.url()).toContain('compare=shop')
      stage.expectQuiet()
    })

    test('is zoomed by dragging over a chart, and tells what lies under the pointer', async () => {
      await openReleases(stage)
      await stage.open(`/organizations/lapwing/releases/${encodeURIComponent(newer)}/?statsPeriod=24h`)
      const ended = stage.page.getByRole('figure', { name: 'How they ended' })
      await see(ended.getByRole('button', { name: 'Healthy 22' }))
      const plot = ended.locator('.u-over')
      const healthy = ended.getByRole('button', { name: /^Healthy/ })
      const frame = 'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))'
      let step = -4
      // Five of the 24 hours back all of production is in one bucket, a quarter of an hour wide; which one it is, depends on the minute of the day.
      const { at, y, hour } = await eventually(async () => {
        const box = await plot.boundingBox()
        if (box === null) return null
        const hour = box.width / 24
        const at = box.x + hour * 19
        await stage.page.mouse.move(at + (step * hour) / 4, box.y + 20)
        await stage.page.evaluate(frame)
        const isThere = /^Healthy\s+19$/.test(await healthy.innerText())
        if (!isThere) step = step === 4 ? -4 : step + 1
        return isThere && { at, y: box.y, hour }
      })
      await see(stage.page.getByRole('figure', { name: 'Users' }).getByText('10', { exact: true }))

      await stage.page.mouse.move(at - 1.5 * hour, y + 20)
      await stage.page.mouse.down()
      await stage.page.mouse.move(at + hour, y + 30, { steps: 5 })
      await stage.page.mouse.up()
      await stage.page.waitForURL(/start=.*end=/)
      const url = new URL(stage.page.url())
      const length = Date.parse(url.searchParams.get('end') ?? '') - Date.parse(url.searchParams.get('start') ?? '')
      expect(length / 3_600_000).toBeGreaterThanOrEqual(2.5)
      expect(length / 3_600_000).toBeLessThanOrEqual(3)
      expect(url.searchParams.has('statsPeriod')).toBe(false)
      await see(figure('Sessions').getByText('20', { exact: true }))
      await see(ended.getByRole('button', { name: 'Healthy 19' }))
      await stage.visitor.photograph('release-zoomed')
      await stage.page.getByRole('button', { name: 'Zoom out' }).click()
      await see(figure('Sessions').getByText('25', { exact: true }))
      expect(stage.page.url()).not.toContain('start=')
      await stage.open(`/organizations/lapwing/releases/${encodeURIComponent(newer)}/?statsPeriod=1h`)
      await stage.page.getByRole('button', { name: 'Widen the period' }).click()
      await see(figure('Sessions').getByText('25', { exact: true }))
      expect(stage.page.url()).toContain('statsPeriod=90d')
      stage.expectQuiet()
    })
  })

  describe('how it looks', () => {
    test.each(lookers)('on a %s: nothing scrolls sideways', async (device, looker) => {
      await stage.visit(looker.options, 'leave')
      await openReleases(stage)
      const { look, overhangs } = looksOf(stage, device, looker)
      await look('releases', rows())
      await release(newer).click()
      await see(stage.page.getByRole('figure', { name: 'Users' }))
      await look('release', stage.section('Most frequent issues').getByRole('link', { name: /TypeError/ }))
      expect(overhangs).toEqual({})
      stage.expectQuiet()
    })
  })
})

describe('a long list of releases', () => {
  test('goes on page after page, and says nothing of sessions where there were none', async () => {
    const client = await stage.signIn()
    for (let number = 1; number <= 30; number++) {
      const release = {
        version: `shop@1.0.${number}`,
        projects: ['app'],
        dateReleased: `2026-01-01T00:00:${number + 10}Z`,
      }
      expect((await client.send('POST', '/organizations/lapwing/releases/', release)).status).toBe(201)
    }
    await stage.enter('/organizations/lapwing/releases/')
    await see(rows().filter({ hasText: '1.0.30' }))
    await stage.page.locator('[aria-setsize="30"]').first().waitFor()
    for (let number = 1; number <= 30; number++) await stage.page.keyboard.press('j')
    await see(row('shop@1.0.1').locator('[aria-current]'))
    await see(row('shop@1.0.1').getByText('–'))
    await stage.page.keyboard.press('Enter')
    await see(stage.page.getByRole('heading', { name: 'No session of this release so far' }))
    await see(figure('Sessions').getByText('0', { exact: true }))
    stage.expectQuiet()
  })
})

describe('a release that is not there', () => {
  test('says what is missing where there are no sessions, or no such release', async () => {
    await stage.enter('/organizations/lapwing/releases/')
    await see(stage.page.getByRole('heading', { name: 'No release yet' }))
    await see(stage.page.getByText("release: 'my-app@1.0.0'"))
    await stage.visitor.photograph('no-releases')
    expect(await rows().count()).toBe(0)
    await stage.open('/organizations/lapwing/releases/nothing@1/')
    await see(stage.page.getByRole('heading', { name: 'There is no such release' }))
    stage.expectQuiet(/status of 404/)
  })
})
