import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually } from '../support/client.ts'
import { filmedId, sendFilmed } from './recorded.ts'
import { phone, see, useStage } from './stage.ts'
import { overhang } from './watch.ts'

const stage = useStage('replay-video')

const player = (): Locator => stage.page.getByRole('region', { name: 'Player' })
const position = (): Locator => player().getByRole('slider', { name: 'Position' })
const positionWords = async () => (await position().getAttribute('aria-valuetext')) ?? ''
const page = `/organizations/lapwing/replays/app/${filmedId}/`

/** The colour in the middle of what is seen of the screen. */
async function colour(): Promise<'red' | 'green' | 'blue' | 'yellow' | 'none'> {
  const [red = 0, green = 0, blue = 0] = await stage.page.evaluate<number[]>(`{
    const video = document.querySelector('video[aria-label="The recorded screen"]')
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    if (video?.readyState >= 2 && !video.seeking) canvas.drawImage(video, 10, video.videoHeight - 20, 4, 4, 0, 0, 1, 1)
    ;[...canvas.getImageData(0, 0, 1, 1).data]
  }`)
  if (red + green + blue < 60) return 'none'
  if (blue > 100) return 'blue'
  if (red > 100) return green > 100 ? 'yellow' : 'red'
  return 'green'
}

const seeColour = (wanted: string) => expect.poll(colour, { timeout: 15_000 }).toBe(wanted)

describe('the replay of an app', () => {
  stage.share(sendFilmed)

  test('is shown as the video that it is: to any time, over what was not filmed, to its end', async () => {
    await stage.enter(page)
    await seeColour('red')
    await eventually(async () => (await positionWords()) === '0:00 of 0:31')
    expect(await stage.page.locator('iframe').count()).toBe(0)
    expect(
      await player()
        .getByRole('button', { name: /from its site/ })
        .count(),
    ).toBe(0)
    await stage.visitor.photograph('replay-video')

    // The tap, by its row.
    await stage.section('What happened').getByRole('button', { name: /^Tap/ }).click()
    await see(player().locator('[data-touch]'))
    // Within a clip, between two, in the other, and back.
    const line = await position().boundingBox()
    await position().click({ position: { x: ((line?.width ?? 0) * 1.6) / 31.95, y: 10 } })
    await seeColour('green')
    await stage.open(`${page}?t=10`)
    await seeColour('green')
    await eventually(async () => (await positionWords()) === '0:10 of 0:31')
    await position().press('End')
    await seeColour('yellow')
    await stage.page.keyboard.press('ArrowLeft')
    await eventually(async () => (await positionWords()).startsWith('0:26'))
    await seeColour('green')
    await position().press('Home')
    await seeColour('red')

    // Nobody waits for the half minute without a picture.
    await stage.page.keyboard.press(' ')
    await see(stage.page.getByRole('button', { name: 'Pause (space)' }))
    await seeColour('blue')
    await eventually(async () => (await positionWords()) === '0:31 of 0:31')
    await see(stage.page.getByRole('button', { name: 'Play (space)' }))
    await seeColour('yellow')
    stage.expectQuiet()
  }, 60_000)

  test('goes as fast as it is told, and through what was not filmed if it is told to', async () => {
    await stage.enter(page)
    await seeColour('red')
    await player().getByRole('button', { name: 'Speed: 1×' }).click()
    await stage.page.getByRole('menuitemradio', { name: '8×' }).click()
    await player().getByRole('button', { name: 'Skip idle time' }).click()
    const begun = await stage.page.evaluate<number>('performance.now()')
    await stage.page.keyboard.press(' ')
    await eventually(async () => (await positionWords()) === '0:31 of 0:31')
    const took = (await stage.page.evaluate<number>('performance.now()')) - begun
    // 28 seconds without a picture, eight times as fast.
    expect(took).toBeGreaterThan(3500)
    stage.expectQuiet()
  }, 60_000)

  test('says which part cannot be played, and goes on', async () => {
    await stage.page.route('**/videos/0/', (route) => route.fulfill({ contentType: 'video/mp4', body: 'no video' }))
    await stage.enter(page)
    await see(player().getByRole('alert').getByText('Your browser cannot play this part of the video.'))
    await stage.page.keyboard.press(' ')
    await seeColour('blue')
    expect(await player().getByRole('alert').count()).toBe(0)
  }, 60_000)

  test('fits a phone', async () => {
    await stage.visit(phone, 'leave')
    await stage.enter(page)
    await seeColour('red')
    expect(await overhang(stage.page)).toBe(0)
    await stage.visitor.photograph('replay-video-phone')
  }, 60_000)
})
