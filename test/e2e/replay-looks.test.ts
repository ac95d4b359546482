import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hearAcknowledged } from '../sdk/segments.ts'
import { openShop } from '../sdk/shop.ts'
import { eventually } from '../support/client.ts'
import { text } from '../support/json.ts'
import { compare } from './pixels.ts'
import { see, useStage } from './stage.ts'

const stage = useStage('replay-looks')

/** Letters may be painted half a pixel further, where the picture is put in the middle. */
const mostOfTheSame = 0.02
const leastOfAnother = 0.1

/** A state of the recorded page: its picture, and a time when it looked so. */
interface State {
  picture: Buffer
  at: number
}

/** Takes the picture of a page that rests, in the middle of a time that a click on the player's line surely meets. */
async function portray(page: Page): Promise<State> {
  const begun = await page.evaluate<number>('Date.now()')
  const picture = await page.screenshot()
  const ended = await eventually(async () => {
    const now = await page.evaluate<number>('Date.now()')
    return now - begun > 500 && now
  })
  return { picture, at: (begun + ended) / 2 }
}

type Look = 'bright' | 'dark' | 'blank'

interface Visit {
  replayId: string
  /** When the last segment was sent. */
  end: number
  states: Record<Look, State>
}

/** Visits the paint shop, whose page the SDK records. */
async function visitShop(): Promise<Visit> {
  const shop = await openShop({ dsn: stage.server.dsn }, { page: 'picture-page' })
  const context = await stage.visitor.context.browser()?.newContext({ viewport: { width: 640, height: 480 } })
  if (!context) throw new Error('there is no browser')
  try {
    const page = await context.newPage()
    const acknowledged = hearAcknowledged(page)
    const blank = await portray(page)
    await page.goto(shop.url)
    await page.getByText('Paint 11').waitFor()
    await page.fill('#wanted', 'ochre')
    // No caret blinks, nothing is under the pointer.
    await page.evaluate("document.querySelector('#wanted').blur()")
    await page.mouse.move(630, 470)
    const bright = await portray(page)
    await page.click('#dark')
    await page.getByText('Dark paints').waitFor()
    await page.evaluate("document.querySelector('#dark').blur()")
    await page.mouse.move(630, 470)
    const dark = await portray(page)
    const replayId = await page.evaluate<string>('globalThis.replay.getReplayId()')
    // From a page at rest the SDK sends nothing: its replay lasts until the dark page only if something happens there later.
    await page.mouse.click(630, 470)
    await eventually(async () => acknowledged.some(({ at }) => at > dark.at))
    // Nor anything after this: the line of the player stays as long as it is.
    await page.evaluate('globalThis.replay.stop()')
    const end = Math.max(...acknowledged.map(({ at }) => at))
    return { replayId, end, states: { bright, dark, blank } }
  } finally {
    await context.close()
    await shop.close()
  }
}

const position = (): Locator => stage.page.getByRole('slider', { name: 'Position' })

/** Clicks on the line where that time is. */
async function seekTo(at: number, replay: unknown): Promise<void> {
  const [start, end] = ['started_at', 'finished_at'].map((member) => Date.parse(text(replay, 'data', member)))
  const line = await position().boundingBox()
  if (line === null || start === undefined || end === undefined) throw new Error('there is no line')
  await stage.page.mouse.click(line.x + (line.width * (at - start)) / (end - start), line.y + line.height / 2)
}

/** The recorded page alone, without what the player puts over it. */
async function photographStage(): Promise<Buffer> {
  await stage.page.evaluate(`{
    document.querySelector('[aria-label="Play the picture"]').style.display = 'none'
    const stage = document.querySelector('iframe').contentDocument
    for (const pointer of stage.querySelectorAll('.replayer-mouse')) pointer.style.display = 'none'
  }`)
  const shown = stage.page.frameLocator('iframe[title="The recorded page"]').locator('iframe')
  const box = await shown.boundingBox()
  if (box === null) throw new Error('the stage is empty')
  const [x, y] = [Math.round(box.x), Math.round(box.y)]
  return stage.page.screenshot({ clip: { x, y, width: 640, height: 480 } })
}

test('the player shows the page as it was', async () => {
  const { replayId, end, states } = await visitShop()
  const client = await stage.signIn()
  const replay = await eventually(async () => {
    const found = await client.get(`/projects/lapwing/app/replays/${replayId}/`)
    return Date.parse(text(found, 'data', 'finished_at')) >= end && found
  })
  await stage.page.setViewportSize({ width: 1440, height: 1000 })
  await stage.enter(`/organizations/lapwing/replays/app/${replayId}/`)
  const recorded = stage.page.frameLocator('iframe[title="The recorded page"]').frameLocator('iframe')
  await see(recorded.getByText('Paint 11'))

  const { context } = stage.visitor
  const differences: Record<string, number> = {}
  for (const [name, words] of [
    ['dark', 'Dark paints'],
    ['bright', 'Paint 10'],
  ] as const) {
    await seekTo(states[name].at, replay)
    await see(recorded.getByText(words))
    const picture = await photographStage()
    for (const other of ['bright', 'dark', 'blank'] as const)
      differences[`${name} as ${other}`] = await compare(context, picture, states[other].picture)
    await stage.visitor.photograph(`replay-looks-${name}`)
  }
  const { 'dark as dark': dark, 'bright as bright': bright, ...others } = differences
  expect(Math.max(dark ?? 1, bright ?? 1)).toBeLessThan(mostOfTheSame)
  expect(Object.values(others)).toHaveLength(4)
  expect(Math.min(...Object.values(others))).toBeGreaterThan(leastOfAnother)
  stage.expectQuiet()
}, 60_000)
